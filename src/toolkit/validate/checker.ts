import { createHash } from 'node:crypto';
import { DEFAULT_MAX_LINE_BYTES, type Line, splitLines } from '../lib/json-lines.ts';
import type { Finding } from '../model/finding.ts';
import type { NovaModel } from '../model/nova.ts';
import { MEDIA_RULES, RECORD_RULES, SET_RULES } from './all-rules.ts';
import { parseLine } from './line-rules.ts';
import type { MediaFacts, MediaLookup } from './media-facts.ts';
import { type RecordView, viewRecord } from './record-view.ts';
import type { FinishedFile, Rule, SetCheck, TrainingSplit, Violation } from './rule.ts';

export interface CheckerOptions {
  readonly model: NovaModel;
  /** Bucket that the files are in, or will be; media must be there too. */
  readonly bucket?: string;
  /** Gives the file behind an image, where it can be reached. */
  readonly media?: MediaLookup;
  /** Longest line that is read, bytes. Default 4 MiB. */
  readonly maxLineBytes?: number;
}

/** One JSON Lines file of a data set. */
export interface FileInput {
  /** As findings name it. */
  readonly file: string;
  readonly split: TrainingSplit;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

interface Place {
  readonly file: string;
  readonly line?: number;
}

/**
 * Checks the files of one data set, one after the other, then the data set as a whole.
 * Memory: one line of at most `maxLineBytes` and some 10 MB for comparing records, however long the files are.
 */
export class Checker {
  readonly #options: CheckerOptions;
  readonly #maxLineBytes: number;
  readonly #checks: readonly (readonly [Rule, SetCheck])[];
  readonly #files: FinishedFile[] = [];

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#maxLineBytes = options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES;
    this.#checks = SET_RULES.map((rule) => [rule, rule.start(options.model)]);
  }

  /** @returns the number of records; lines that are not blank count, readable or not. */
  async *checkFile(input: FileInput): AsyncGenerator<Finding, number, undefined> {
    let records = 0;
    let firstReturn = true;
    for await (const line of splitLines(input.chunks, this.#maxLineBytes)) {
      const parsed = parseLine(line, this.#maxLineBytes, firstReturn);
      if (line.end === 'crlf') firstReturn = false;
      if (parsed.blank !== true) records += 1;
      const place = { file: input.file, line: line.number };
      for (const [rule, violation] of parsed.problems) yield toFinding(rule, violation, place);
      if (parsed.record !== undefined) yield* this.#checkRecord(parsed.record.value, line, input);
    }
    this.#files.push({ file: input.file, split: input.split, records });
    return records;
  }

  /** What only shows once every file has been read. */
  *finish(): Generator<Finding, void, undefined> {
    for (const [rule, check] of this.#checks) {
      for (const { file, ...violation } of check.end?.(this.#files) ?? []) yield toFinding(rule, violation, { file });
    }
  }

  async *#checkRecord(
    value: unknown,
    line: Line,
    { file, split }: FileInput,
  ): AsyncGenerator<Finding, void, undefined> {
    const place = { file, line: line.number };
    const view = viewRecord(value);
    const media = await this.#lookUp(view);
    const context = { model: this.#options.model, bucket: this.#options.bucket, media };
    for (const rule of RECORD_RULES) {
      for (const violation of rule.check(view, context)) yield toFinding(rule, violation, place);
    }
    for (const block of view.media) {
      const facts = media.get(block.pointer);
      if (facts === undefined) continue;
      for (const rule of MEDIA_RULES) {
        for (const violation of rule.check(block, facts)) yield toFinding(rule, violation, place);
      }
    }
    const hash = createHash('sha256').update(line.bytes).digest('base64');
    for (const [rule, check] of this.#checks) {
      for (const violation of check.record?.({ view, hash, split, ...place }) ?? [])
        yield toFinding(rule, violation, place);
    }
  }

  async #lookUp({ media }: RecordView): Promise<ReadonlyMap<string, MediaFacts>> {
    const found = new Map<string, MediaFacts>();
    if (this.#options.media === undefined) return found;
    for (const { kind, uri, pointer } of media) {
      const facts = kind === 'image' && typeof uri === 'string' ? await this.#options.media(uri) : undefined;
      if (facts !== undefined) found.set(pointer, facts);
    }
    return found;
  }
}

function toFinding(rule: Rule, violation: Violation, place: Place): Finding {
  const { message, pointer, severity = rule.severity, remedy = rule.remedy } = violation;
  const at = pointer === undefined || pointer === '' ? {} : { pointer };
  return { code: rule.code, severity, message, remedy, ...place, ...at, source: rule.source };
}
