import { mapOrdered } from '../lib/concurrency.ts';
import { DEFAULT_MAX_LINE_BYTES, type Line, LineSplitter } from '../lib/json-lines.ts';
import type { Finding } from '../model/finding.ts';
import type { Method } from '../model/nova.ts';
import { MEDIA_RULES, PREFERENCE_RULES, RECORD_RULES, SET_RULES, SHAPE_OF } from './all-rules.ts';
import { parseLine } from './line-rules.ts';
import type { MediaFacts, MediaLookup } from './media-facts.ts';
import { type Copies, RecordHistory } from './record-history.ts';
import { asFields, type MediaView, type RecordView } from './record-view.ts';
import type {
  FinishedFile,
  RecordContext,
  RecordRule,
  Rule,
  SetCheck,
  StartContext,
  TrainingSplit,
  Violation,
} from './rule.ts';
import { TextMemory } from './text-facts.ts';
import { viewRecord } from './view-record.ts';

/** Media looked up at once. */
const LOOKUPS_AT_ONCE = 16;
/** Bytes of lines whose media are looked up together. */
const BATCH_BYTES = 1024 * 1024;

export interface CheckerOptions extends StartContext {
  /** Gives the file behind media, where it can be reached. */
  readonly media?: MediaLookup | undefined;
  /** Longest line that is read, bytes. Default 4 MiB. */
  readonly maxLineBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One JSON Lines file of a data set. */
export interface FileInput {
  /** As findings name it. */
  readonly file: string;
  readonly split: TrainingSplit;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A record that has been read and waits for what is known of its media. */
interface ReadRecord {
  readonly view: RecordView;
  readonly line: number;
  readonly copies: Copies;
}

const NO_MEDIA: ReadonlyMap<string, MediaFacts> = new Map();

/**
 * Checks the files of one data set, one after the other, then the data set as a whole.
 * Memory: a chunk, one line of at most `maxLineBytes`, at most 16 MiB of fingerprints for comparing records, however
 * long the files are; where media are looked up, the records of some 1 MiB of lines.
 */
export class Checker {
  readonly #options: CheckerOptions;
  readonly #maxLineBytes: number;
  readonly #rules: readonly RecordRule[];
  readonly #checks: readonly (readonly [Rule, SetCheck])[];
  /** Those of the checks that look at records, and their rules, side by side. */
  readonly #recordRules: readonly Rule[];
  readonly #recordChecks: readonly SetCheck[];
  readonly #files: FinishedFile[] = [];
  readonly #memory = new TextMemory();
  readonly #history = new RecordHistory();
  readonly #context: { -readonly [Key in keyof RecordContext]: RecordContext[Key] };
  #found: Finding[] = [];
  #rule: Rule | undefined;
  #file = '';
  #line: number | undefined;

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#maxLineBytes = options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES;
    this.#rules = RECORD_RULES[options.method];
    this.#checks = SET_RULES.map((rule) => [rule, rule.start(options)]);
    const looking = this.#checks.filter(([, check]) => check.record !== undefined);
    this.#recordRules = looking.map(([rule]) => rule);
    this.#recordChecks = looking.map(([, check]) => check);
    const { model, method, limits, bucket, repeats } = options;
    this.#context = { model, method, limits, bucket, repeats, media: NO_MEDIA };
  }

  get method(): Method {
    return this.#options.method;
  }

  /** @returns the number of records; lines that are not blank count, readable or not. */
  async *checkFile(input: FileInput): AsyncGenerator<Finding, number, undefined> {
    const reading = new FileReading(this.#history.addFile(input.file), input.split);
    const splitter = new LineSplitter(this.#maxLineBytes);
    const waiting: ReadRecord[] = [];
    let waitingBytes = 0;
    this.#file = input.file;
    for await (const chunk of input.chunks) {
      this.#options.signal?.throwIfAborted();
      reading.bytes += chunk.length;
      for (const line of splitter.push(chunk)) this.#take(line, reading, waiting);
      waitingBytes += chunk.length;
      if (waitingBytes >= BATCH_BYTES) {
        await this.#lookUpAndCheck(waiting, input.split);
        waitingBytes = 0;
      }
      yield* this.#drain();
    }
    const last = splitter.end();
    if (last !== undefined) this.#take(last, reading, waiting);
    await this.#lookUpAndCheck(waiting, input.split);
    yield* this.#drain();
    const { records, bytes } = reading;
    this.#files.push({ file: input.file, split: input.split, records, bytes });
    return records;
  }

  /** What only shows once every file has been read. */
  *finish(): Generator<Finding, void, undefined> {
    for (const [rule, check] of this.#checks) {
      for (const { file, ...violation } of check.end?.(this.#files) ?? []) yield toFinding(rule, violation, file);
    }
  }

  /** Parses a line; checks its record at once, or lets it wait for its media. */
  #take(line: Line, reading: FileReading, waiting: ReadRecord[]): void {
    this.#line = line.number;
    const parsed = parseLine(line, this.#maxLineBytes, reading.firstReturn, this.#reportAs);
    if (line.end === 'crlf') reading.firstReturn = false;
    if (parsed.blank !== true) reading.records += 1;
    if (parsed.record === undefined) return;
    const view = viewRecord(parsed.record.value, SHAPE_OF[this.#context.method], this.#memory);
    const copies = this.#history.note(line.bytes, reading.split, reading.file, line.number);
    const record = { view, line: line.number, copies };
    if (this.#options.media === undefined) this.#check(record, reading.split);
    else waiting.push(record);
  }

  #check({ view, line, copies }: ReadRecord, split: TrainingSplit): void {
    this.#line = line;
    const rules = holdsPreferences(view) ? PREFERENCE_RULES : this.#rules;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index];
      if (rule === undefined) continue;
      this.#rule = rule;
      rule.check(view, this.#context, this.#report);
    }
    if (this.#context.media.size > 0) this.#checkMedia(view.media);
    const { copyOf, copyInOtherSplit } = copies;
    const placed = { view, split, file: this.#file, line, copyOf, copyInOtherSplit };
    for (let index = 0; index < this.#recordChecks.length; index++) {
      this.#rule = this.#recordRules[index];
      this.#recordChecks[index]?.record?.(placed, this.#report);
    }
  }

  #checkMedia(media: readonly MediaView[]): void {
    for (const one of media) {
      const facts = this.#context.media.get(one.pointer);
      if (facts === undefined) continue;
      for (const rule of MEDIA_RULES) {
        this.#rule = rule;
        rule.check(one, facts, this.#context, this.#report);
      }
    }
  }

  /** Looks up the media of the waiting records, several at once, and checks the records in their order. */
  async #lookUpAndCheck(waiting: ReadRecord[], split: TrainingSplit): Promise<void> {
    const { media: lookUp, signal } = this.#options;
    if (lookUp === undefined || waiting.length === 0) return;
    const kinds = new Map(
      waiting
        .flatMap(({ view }) => view.media)
        .flatMap(({ uri, kind }) => (typeof uri === 'string' ? [[uri, kind]] : [])),
    );
    const facts = new Map<unknown, MediaFacts>();
    const found = mapOrdered(kinds, async ([uri, kind]) => [uri, await lookUp(uri, kind, signal)] as const, {
      concurrency: LOOKUPS_AT_ONCE,
      ...(signal && { signal }),
    });
    for await (const [uri, one] of found) if (one !== undefined) facts.set(uri, one);
    for (const record of waiting) {
      this.#context.media = new Map(
        record.view.media.flatMap(({ pointer, uri }) => {
          const one = facts.get(uri);
          return one === undefined ? [] : [[pointer, one] as const];
        }),
      );
      this.#check(record, split);
    }
    this.#context.media = NO_MEDIA;
    waiting.length = 0;
  }

  readonly #report = (violation: Violation): void => {
    if (this.#rule !== undefined) this.#reportAs(this.#rule, violation);
  };

  readonly #reportAs = (rule: Rule, violation: Violation): void => {
    this.#found.push(toFinding(rule, violation, this.#file, this.#line));
  };

  #drain(): readonly Finding[] {
    const found = this.#found;
    if (found.length > 0) this.#found = [];
    return found;
  }
}

/** What is counted while a file is read. */
class FileReading {
  readonly file: number;
  readonly split: TrainingSplit;
  records = 0;
  bytes = 0;
  /** No CRLF has been seen. */
  firstReturn = true;

  constructor(file: number, split: TrainingSplit) {
    this.file = file;
    this.split = split;
  }
}

/** Preference data ends with candidates instead of a content. */
function holdsPreferences({ fields, messages }: RecordView): boolean {
  const last = messages.at(-1);
  if (last === undefined || last.content !== undefined || !Array.isArray(fields.messages)) return false;
  return asFields(fields.messages.at(-1)).candidates !== undefined;
}

function toFinding(rule: Rule, violation: Violation, file: string, line?: number): Finding {
  const { message, pointer, severity = rule.severity, remedy = rule.remedy } = violation;
  const at = pointer === undefined || pointer === '' ? {} : { pointer };
  return {
    code: rule.code,
    severity,
    message,
    remedy,
    file,
    ...(line === undefined ? {} : { line }),
    ...at,
    source: rule.source,
  };
}
