import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Appends JSON Lines to a file, each flushed to disk before anybody is told, so that `kill -9` loses nothing that was told. The file is opened by
 * the first line. After a failed write nothing more is written: what follows half a line would be lost with it.
 */
export class DurableLines {
  readonly #file: string;
  #queued: string;
  #handle: FileHandle | undefined;
  #flush: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  /** @param present what the file holds; a torn last line, left by a kill, gets the line end that it lacks */
  constructor(file: string, present: string) {
    this.#file = file;
    this.#queued = present === '' || present.endsWith('\n') ? '' : '\n';
  }

  /** Makes the file now. */
  begin(): Promise<void> {
    return this.#flushQueued();
  }

  /** Resolves when the line is on disk. */
  append(line: unknown): Promise<void> {
    this.#queued += `${JSON.stringify(line)}\n`;
    return this.#flushQueued();
  }

  async close(): Promise<void> {
    await this.#last.catch(() => {}); // Whoever appended was told.
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** One flush for all that comes while the flush before is under way. */
  #flushQueued(): Promise<void> {
    this.#flush ??= this.#last.then(() => this.#write());
    this.#last = this.#flush;
    return this.#flush;
  }

  async #write(): Promise<void> {
    const text = this.#queued;
    this.#queued = '';
    this.#flush = undefined;
    if (this.#handle === undefined) {
      await mkdir(dirname(this.#file), { recursive: true });
      this.#handle = await open(this.#file, 'a');
    }
    if (text === '') return;
    await this.#handle.appendFile(text);
    await this.#handle.datasync();
  }
}
