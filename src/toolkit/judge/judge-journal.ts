import { z } from 'zod';
import { InputError } from '../errors.ts';
import { DurableLines } from '../lib/durable-lines.ts';
import { readTextIfThere } from '../lib/read-text-if-there.ts';

const ENTRY = z.strictObject({
  /** sha256 of rubric, model, parameters and both texts. */
  key: z.string(),
  modelId: z.string(),
  /** Exactly one of `same` and `error` is there. */
  same: z.boolean().exactOptional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  calls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
});

/** What the judge said about one pair of texts; the texts themselves are not kept. */
export type JudgeEntry = z.infer<typeof ENTRY>;

/** Judgements as JSON Lines, appended and flushed one by one: what was paid for survives `kill -9`. */
export interface JudgeJournal {
  /** The last judgement of a key; an error is none. */
  get(key: string): JudgeEntry | undefined;
  add(entry: JudgeEntry): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal; the file is made by the first judgement. A line that a kill cut off counts as never written.
 * @throws {InputError} `journal-invalid` when the file is something else.
 */
export async function openJudgeJournal(file: string): Promise<JudgeJournal> {
  const text = await readTextIfThere(file);
  const entries = parseEntries(text, file);
  const lines = new DurableLines(file, text);
  return {
    get: (key) => entries.get(key),
    add: async (entry) => {
      await lines.append(entry);
      if (entry.same !== undefined) entries.set(entry.key, entry);
    },
    close: () => lines.close(),
  };
}

function parseEntries(text: string, file: string): Map<string, JudgeEntry> {
  const lines = text.split('\n').filter((line) => line !== '');
  const read = lines.flatMap((line) => parseEntry(line) ?? []);
  // A kill may tear one line; a whole file of others is somebody else's.
  if (read.length === 0 && (lines.length > 1 || text.endsWith('\n')))
    throw new InputError('journal-invalid', `Expected a journal of judgements in ${file}, but line 1 is none.`, {
      remedy: 'Name another file with --judge-journal.',
    });
  return new Map(read.flatMap((entry) => (entry.same === undefined ? [] : [[entry.key, entry] as const])));
}

function parseEntry(line: string): JudgeEntry | undefined {
  try {
    return ENTRY.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
