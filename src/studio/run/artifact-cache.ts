import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { DataError } from '../../toolkit/index.ts';

/** Artifacts larger than this are not read: 20,000 documents take about 10 MB. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Bytes of JSON text whose parsed values are kept; a value takes about three times its text. */
const KEPT_BYTES = 64 * 1024 * 1024;

interface Entry {
  readonly version: string;
  readonly bytes: number;
  readonly value: unknown;
}

/** Parsed files by path, read again when they have changed. Least recently used ones go first. */
export class ArtifactCache {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  /**
   * What the file holds; undefined when it is not there. `Artifact` is the caller's promise about what a step wrote.
   * @param parse default: JSON
   * @throws {DataError} `artifact-unreadable`; whatever `parse` throws
   */
  async read<Artifact>(
    file: string,
    parse: (text: string, file: string) => unknown = parseJson,
  ): Promise<Artifact | undefined> {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const version = versionOf(found);
    const known = this.#entries.get(file);
    if (known?.version === version) {
      this.#entries.delete(file);
      this.#entries.set(file, known);
      return known.value as Artifact;
    }
    const value = parse(await readBounded(file, found.size), file);
    this.#keep(file, { version, bytes: found.size, value });
    return value as Artifact;
  }

  #keep(file: string, entry: Entry): void {
    this.#drop(file);
    this.#entries.set(file, entry);
    this.#bytes += entry.bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= KEPT_BYTES || oldest === file) break;
      this.#drop(oldest);
    }
  }

  #drop(file: string): void {
    this.#bytes -= this.#entries.get(file)?.bytes ?? 0;
    this.#entries.delete(file);
  }
}

/** Changes whenever the file does: artifacts are renamed into place, so the inode changes too. */
export const versionOf = ({ mtimeMs, size, ino }: Stats): string => `${mtimeMs}-${size}-${ino}`;

async function readBounded(file: string, bytes: number): Promise<string> {
  if (bytes <= MAX_BYTES) return readFile(file, 'utf8');
  throw unreadable(`${file} is larger than ${MAX_BYTES} bytes, it has ${bytes}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(`${file} is no JSON`, cause);
  }
}

const unreadable = (why: string, cause?: unknown): DataError =>
  new DataError('artifact-unreadable', `Expected an artifact of a run, but ${why}.`, {
    remedy: 'Move the file away and run again: the step that writes it is then repeated.',
    cause,
  });
