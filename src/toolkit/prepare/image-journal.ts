import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { ImageRecipe } from '../model/dataset.ts';
import { IMAGE_FORMATS } from '../model/example.ts';
import type { ImageNote } from './images/plan-image.ts';

/** Name inside a data set folder. Written while images are made ready, so that a killed run goes on where it was. */
export const JOURNAL_FILE = 'prepare-journal.jsonl';

/** Changes when the same source bytes would give other image bytes than before. */
const RENDERING_VERSION = 2;

const NOTES = ['image-animated', 'image-several-pages'] as const satisfies readonly ImageNote[];

const READY = z.strictObject({
  kind: z.literal('ready'),
  /** Path inside the data set folder. */
  image: z.string().regex(/^images\/[0-9a-f]{16}\.[a-z]+$/),
  format: z.enum(IMAGE_FORMATS),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  /** What was left out. */
  note: z.enum(NOTES).exactOptional(),
});
const SKIPPED = z.strictObject({ kind: z.literal('skipped'), code: z.string(), message: z.string() });
const ENTRY = z.strictObject({ key: z.string(), outcome: z.discriminatedUnion('kind', [READY, SKIPPED]) });

export type ReadyImage = z.infer<typeof READY>;
/** What became of a source image. */
export type ImageOutcome = ReadyImage | z.infer<typeof SKIPPED>;

/** Key of one source image made ready by one recipe. */
export function journalKey(source: Uint8Array, recipe: ImageRecipe): string {
  return sha256Hex(`${RENDERING_VERSION} ${recipe.maxSide} ${recipe.format} ${sha256Hex(source)}`);
}

/** Remembers outcomes by key, on disk and in memory (some 400 bytes an image). */
export class ImageJournal {
  readonly #file: string;
  readonly #outcomes: Map<string, ImageOutcome>;

  private constructor(file: string, outcomes: Map<string, ImageOutcome>) {
    this.#file = file;
    this.#outcomes = outcomes;
  }

  /** Reads what an earlier run left; lines that a kill cut off count as not done. */
  static async open(folder: string): Promise<ImageJournal> {
    const file = join(folder, JOURNAL_FILE);
    const text = await readFile(file, 'utf8').catch(() => '');
    const outcomes = new Map<string, ImageOutcome>();
    for (const line of text.split('\n')) {
      const entry = parseEntry(line);
      if (entry !== undefined) outcomes.set(entry.key, entry.outcome);
    }
    // A cut-off last line must not be glued to the next one.
    if (text !== '' && !text.endsWith('\n')) await writeFileAtomic(file, format(outcomes));
    return new ImageJournal(file, outcomes);
  }

  get(key: string): ImageOutcome | undefined {
    return this.#outcomes.get(key);
  }

  async add(key: string, outcome: ImageOutcome): Promise<void> {
    this.#outcomes.set(key, outcome);
    await appendFile(this.#file, formatEntry(key, outcome));
  }

  /** Makes the file, empty, when there is none. */
  async touch(): Promise<void> {
    await appendFile(this.#file, '');
  }

  /** Rewrites the file with these keys alone, in this order, so that equal runs leave equal files. */
  async keep(keys: Iterable<string>): Promise<void> {
    const kept = new Map<string, ImageOutcome>();
    for (const key of keys) {
      const outcome = this.#outcomes.get(key);
      if (outcome !== undefined) kept.set(key, outcome);
    }
    await writeFileAtomic(this.#file, format(kept));
  }
}

function parseEntry(line: string): z.infer<typeof ENTRY> | undefined {
  try {
    return ENTRY.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function format(outcomes: ReadonlyMap<string, ImageOutcome>): string {
  return [...outcomes].map(([key, outcome]) => formatEntry(key, outcome)).join('');
}

function formatEntry(key: string, outcome: ImageOutcome): string {
  return `${JSON.stringify({ key, outcome })}\n`;
}
