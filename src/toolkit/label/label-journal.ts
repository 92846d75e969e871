import { z } from 'zod';
import { InputError } from '../errors.ts';
import { DurableLines } from '../lib/durable-lines.ts';
import { readTextIfThere } from '../lib/read-text-if-there.ts';

const ENTRY = z.strictObject({
  /** sha256 of image, prompts, model and parameters. */
  key: z.string(),
  document: z.string(),
  modelId: z.string(),
  /** Exactly one of `label` and `error` is there. */
  label: z.string().exactOptional(),
  error: z.strictObject({ code: z.string(), message: z.string(), answer: z.string().exactOptional() }).exactOptional(),
  /** Calls made, repeated ones included; refused ones are not counted. */
  calls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
});
/** A file that was derived from the journal: as long as its content is this, it may be written anew. Noted before it is written. */
const WRITTEN = z.strictObject({ written: z.string(), sha256: z.string() });
const LINE = z.union([ENTRY, WRITTEN]);

/** What one model said about one document. */
export type LabelEntry = z.infer<typeof ENTRY>;

/**
 * Everything that was paid for, as JSON Lines: appended and flushed to disk before anybody is told, so that `kill -9` loses nothing.
 * Memory: one entry per key, some 300 bytes.
 */
export class LabelJournal {
  readonly #file: string;
  readonly #entries = new Map<string, LabelEntry>();
  readonly #written = new Set<string>();
  readonly #lines: DurableLines;

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = new DurableLines(file, text);
  }

  /**
   * Reads a journal; nothing is written before the first line is added. A last line that a kill cut off counts as never written.
   * @throws InputError `journal-invalid` when the file is something else.
   */
  static async open(file: string): Promise<LabelJournal> {
    const text = await readTextIfThere(file);
    const journal = new LabelJournal(file, text);
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (line !== '') journal.#take(parseLine(line), { line: index + 1, isLast: index === lines.length - 1 });
    }
    return journal;
  }

  /** The last answer for a key. */
  get(key: string): LabelEntry | undefined {
    return this.#entries.get(key);
  }

  /** Whether a file of this name was ever given content with this sha256. */
  hasWritten(name: string, sha256: string): boolean {
    return this.#written.has(`${sha256} ${name}`);
  }

  async add(entry: LabelEntry): Promise<void> {
    await this.#lines.append(entry);
    this.#entries.set(entry.key, entry);
  }

  async noteWritten(name: string, sha256: string): Promise<void> {
    await this.#lines.append({ written: name, sha256 });
    this.#written.add(`${sha256} ${name}`);
  }

  close(): Promise<void> {
    return this.#lines.close();
  }

  #take(line: z.infer<typeof LINE> | undefined, at: { readonly line: number; readonly isLast: boolean }): void {
    if (line === undefined) {
      // A torn line is followed by nothing, or by what a later run appended.
      if (at.isLast || this.#entries.size > 0 || this.#written.size > 0) return;
      throw new InputError(
        'journal-invalid',
        `Expected a journal of labels in ${this.#file}, but line ${at.line} is none.`,
        {
          remedy: 'Name another output file.',
        },
      );
    }
    if ('written' in line) this.#written.add(`${line.sha256} ${line.written}`);
    else this.#entries.set(line.key, line);
  }
}

function parseLine(line: string): z.infer<typeof LINE> | undefined {
  try {
    return LINE.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
