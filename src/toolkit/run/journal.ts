import { z } from 'zod';
import { DurableLines } from '../lib/durable-lines.ts';
import { readTextIfThere } from '../lib/read-text-if-there.ts';

/** Calls that cost money or leave something behind. */
const CALLS = [
  'create-bucket',
  'put-role',
  'submit-job',
  'create-deployment',
  'create-throughput',
  'put-schedule',
] as const;
export type JournalledCall = (typeof CALLS)[number];

const ENTRY = z.strictObject({
  /** ISO 8601. */
  at: z.string(),
  call: z.enum(CALLS),
  /** Of what is made. */
  name: z.string(),
  /** The service takes a repeated call with the same token for the first one. */
  token: z.string().exactOptional(),
  /**
   * `begun`: about to be sent; without a later line nobody knows whether it was. `done`: the service has answered. `refused`: it made nothing.
   * `unknown`: the answer was lost. `found`: it was there when it was looked for.
   */
  state: z.enum(['begun', 'done', 'refused', 'unknown', 'found']),
  /** ARN of what was made. */
  result: z.string().exactOptional(),
  /** Of the error. */
  code: z.string().exactOptional(),
});

/** One line of a run's journal. */
export type JournalEntry = z.infer<typeof ENTRY>;

/**
 * What a run has asked a cloud for, as JSON Lines: appended and flushed to disk before a call is sent and after its answer has come, so
 * that after `kill -9` it is known what has to be looked for. Memory: one entry per resource.
 */
export class RunJournal {
  readonly #lines: DurableLines;
  readonly #last = new Map<string, JournalEntry>();

  private constructor(file: string, text: string) {
    this.#lines = new DurableLines(file, text);
    for (const entry of parseEntries(text)) this.#last.set(keyOf(entry), entry);
  }

  /** Reads a journal; a line that a kill has cut off counts as never written. Nothing is written before the first entry. */
  static async open(file: string): Promise<RunJournal> {
    return new RunJournal(file, await readTextIfThere(file));
  }

  /** The last that is known of a call for something of that name. */
  last(call: JournalledCall, name: string): JournalEntry | undefined {
    return this.#last.get(keyOf({ call, name }));
  }

  /** Resolves when the entry is on disk. */
  add(entry: JournalEntry): Promise<void> {
    this.#last.set(keyOf(entry), entry);
    return this.#lines.append(entry);
  }

  close(): Promise<void> {
    return this.#lines.close();
  }
}

const keyOf = ({ call, name }: Pick<JournalEntry, 'call' | 'name'>): string => `${call} ${name}`;

function parseEntries(text: string): JournalEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return ENTRY.safeParse(JSON.parse(line)).data ?? [];
    } catch {
      return [];
    }
  });
}
