import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError, InputError } from '../errors.ts';
import { realFolder } from '../lib/inside-folder.ts';
import { type Line, splitLines } from '../lib/json-lines.ts';
import type { Finding } from '../model/finding.ts';
import type { Problem } from './conversation.ts';
import { type ConvertOptions, type ConvertPlan, planConvert } from './convert-options.ts';
import { ImageFinder } from './image-finder.ts';
import { PROBLEM_REMEDIES } from './problem-codes.ts';
import { MAX_LINE_BYTES, readRecord } from './read-record.ts';
import { RecordWriter } from './write-record.ts';

export type ConvertEvent =
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'record-done'; readonly done: number };

export interface ConvertSummary {
  readonly output: string;
  /** Lines that are not blank. */
  readonly records: number;
  readonly converted: number;
  /** Records with something that cannot be converted; each has a finding of severity `error`. */
  readonly leftOut: number;
  /** Distinct image files beside the output. */
  readonly images: number;
}

/**
 * Turns chat records of one format into those of another. A record that cannot be converted whole is left out and its findings say why;
 * nothing is fetched, guessed or shortened. The output appears under its name when it is complete.
 * Memory: one record with its images (a line has at most 160 MiB), and some 200 bytes per image file.
 *
 * @throws InputError `file-not-found`, `folder-not-found`, `output-exists`, `option-invalid`, `s3-location-invalid`, `s3-location-missing`
 * @throws DataError `nothing-converted`
 */
export async function* convert(
  input: string,
  options: ConvertOptions,
): AsyncGenerator<ConvertEvent, ConvertSummary, undefined> {
  const plan = planConvert(input, options);
  await checkFiles(input, plan.output);
  const finder = new ImageFinder(await realFolder(plan.images, 'images'));
  await mkdir(dirname(plan.output), { recursive: true });
  const temporary = `${plan.output}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx');
  try {
    const writer = new RecordWriter(plan, finder);
    const counts = yield* convertAll(input, plan, writer, file, options.signal);
    await file.sync();
    await file.close();
    if (counts.converted === 0) throw nothingConverted(input, plan, counts.records);
    await checkFree(plan.output);
    await rename(temporary, plan.output);
    return { output: plan.output, ...counts, images: writer.images };
  } finally {
    // Closing twice does no harm; after the rename there is nothing to delete.
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
  }
}

async function* convertAll(
  input: string,
  plan: ConvertPlan,
  writer: RecordWriter,
  output: FileHandle,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConvertEvent, Pick<ConvertSummary, 'records' | 'converted' | 'leftOut'>, undefined> {
  let records = 0;
  let converted = 0;
  for await (const line of splitLines(createReadStream(input), MAX_LINE_BYTES)) {
    signal?.throwIfAborted();
    if (isBlank(line)) continue;
    const { text, problems } = await convertLine(line, plan, writer);
    for (const problem of problems) yield { type: 'finding', finding: toFinding(problem, input, line.number) };
    if (text !== undefined) await output.write(`${text}\n`);
    if (text !== undefined) converted += 1;
    records += 1;
    yield { type: 'record-done', done: records };
  }
  return { records, converted, leftOut: records - converted };
}

async function convertLine(line: Line, plan: ConvertPlan, writer: RecordWriter) {
  const problems: Problem[] = [];
  const isWrong = () => problems.some(({ severity }) => severity === 'error');
  const conversation = readRecord(line, plan.from, (problem) => problems.push(problem));
  if (conversation === undefined || isWrong()) return { text: undefined, problems };
  const text = await writer.write(conversation, (problem) => problems.push(problem));
  return { text, problems };
}

function toFinding({ code, severity, message, pointer }: Problem, file: string, line: number): Finding {
  return { code, severity, message, remedy: PROBLEM_REMEDIES[code], file, line, pointer };
}

function isBlank({ bytes, tooLong }: Line): boolean {
  return !tooLong && bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

async function checkFiles(input: string, output: string): Promise<void> {
  if (!(await stat(input).catch(() => undefined))?.isFile()) {
    throw new InputError('file-not-found', `Expected a JSON Lines file at ${input}, but there is none.`, {
      remedy: 'Check the path.',
    });
  }
  await checkFree(output);
}

async function checkFree(output: string): Promise<void> {
  if ((await stat(output).catch(() => undefined)) === undefined) return;
  throw new InputError('output-exists', `Expected to write ${output}, but something is there already.`, {
    remedy: 'Choose another name: nothing of yours is overwritten.',
  });
}

function nothingConverted(input: string, { from }: ConvertPlan, records: number): DataError {
  return new DataError(
    'nothing-converted',
    `Expected ${from} records in ${input}, but none of ${records} can be converted.`,
    {
      remedy: records === 0 ? 'The file is empty.' : 'Look at the findings; is it another format?',
    },
  );
}
