import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataSplit, planDataSplit, writeDataSplit } from '../../src/toolkit/index.ts';
import { openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';

const BUCKET = 'splits';
const SOURCE = `s3://${BUCKET}/data/train.jsonl`;

describe('a split of a training file in S3', () => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await openRehearsal();
    await rehearsal.cloud.objects.createBucket(BUCKET, REGION, {});
  });
  afterAll(() => rehearsal[Symbol.asyncDispose]());

  const put = (content: string, uri = SOURCE) =>
    rehearsal.cloud.objects.put(BUCKET, keyOf(uri), content, { contentType: 'application/jsonl' });
  const read = async (uri: string) => {
    const body = await rehearsal.cloud.objects.get(BUCKET, keyOf(uri));
    if (!body) throw new Error(`expected ${uri}`);
    return text(body);
  };
  const keyOf = (uri: string) => uri.slice(`s3://${BUCKET}/`.length);
  const plan = (fraction: number, seed = 0, minTrainRows = 1) =>
    planDataSplit(SOURCE, { fraction, seed, minTrainRows }, rehearsal.cloud);
  const split = async (fraction: number, seed = 0): Promise<DataSplit> => {
    const planned = await plan(fraction, seed);
    await writeDataSplit(planned, rehearsal.cloud);
    return planned;
  };
  const rowsOf = async ({ trainingDataUri, validationDataUri }: DataSplit) => {
    const [train, validation] = await Promise.all([read(trainingDataUri), read(validationDataUri)]);
    for (const part of [train, validation]) expect(part.endsWith('\n') && !part.includes('\n\n')).toBe(true);
    return { train: train.trimEnd().split('\n'), validation: validation.trimEnd().split('\n') };
  };

  /** Rows of a file, some of them copies, and blanks and line ends as people leave them. */
  const files = fc.record({
    rows: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 40 }),
    blanks: fc.array(fc.constantFrom('', ' ', '\t'), { maxLength: 3 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    endsWithLineEnd: fc.boolean(),
    fraction: fc.double({ min: 0.05, max: 0.6, noNaN: true }),
    seed: fc.integer({ min: 0, max: 5 }),
  });

  it('holds every row exactly once, copies on one side, the same each time', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(files, async ({ rows, blanks, lineEnd, endsWithLineEnd, fraction, seed }) => {
        const lines = rows.map((row) => `{"row":${row},"text":"名称 ${row}"}`);
        const source =
          [...lines.slice(0, 2), ...blanks, ...lines.slice(2)].join(lineEnd) + (endsWithLineEnd ? lineEnd : '');
        await put(source);
        const planned = await plan(fraction, seed).catch((error: { code: string }) => error.code);
        fc.pre(planned !== 'split-too-small');
        const first = await split(fraction, seed);
        const { train, validation } = await rowsOf(first);
        expect([...train, ...validation].sort()).toEqual([...lines].sort());
        expect(train.filter((line) => validation.includes(line))).toEqual([]);
        expect({ train: train.length, validation: validation.length }).toEqual({
          train: first.trainRows,
          validation: first.validationRows,
        });
        expect(validation.length).toBeLessThanOrEqual(Math.max(1, Math.round(rows.length * fraction)));
        expect(await split(fraction, seed)).toEqual(first);
        expect(await read(SOURCE)).toBe(source);
      }),
      { numRuns: 25 },
    );
  });

  it('gives a row the side that its content decides, wherever it stands', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `{"row":${index}}`);
    await put(lines.join('\n'));
    const first = await rowsOf(await split(0.2, 3));
    await put(lines.toReversed().join('\n'));
    const second = await rowsOf(await split(0.2, 3));
    expect([...second.validation].sort()).toEqual([...first.validation].sort());
    const other = await rowsOf(await split(0.2, 4));
    expect([...other.validation].sort()).not.toEqual([...first.validation].sort());
  });

  it.each([
    ['too few rows remain', '{"a":1}\n{"a":2}\n', 0.5, 8, /1 would remain for training, at least 8/],
    ['one row', '{"a":1}\n', 0.1, 1, /0 would remain/],
    ['nothing but blanks', '\n \n', 0.1, 1, /of 0 rows/],
    ['nothing but copies', '{"a":1}\n'.repeat(20), 0.1, 1, /copies of one another/],
  ])('is refused when %s', async (_, content, fraction, minTrainRows, message) => {
    await put(content);
    await expect(plan(fraction, 0, minTrainRows)).rejects.toMatchObject({
      code: 'split-too-small',
      message: expect.stringMatching(message),
    });
  });

  it('is refused when the source has changed between plan and writing, and leaves nothing behind', async () => {
    await put(Array.from({ length: 10 }, (_, index) => `{"old":${index}}`).join('\n'));
    const planned = await plan(0.2);
    await put(Array.from({ length: 10 }, (_, index) => `{"new":${index}}`).join('\n'));
    await expect(writeDataSplit(planned, rehearsal.cloud)).rejects.toMatchObject({ code: 'source-changed' });
    expect(await rehearsal.cloud.objects.head(BUCKET, keyOf(planned.trainingDataUri))).toBeUndefined();
  });

  it('never writes over an object that is not its own', async () => {
    await put(Array.from({ length: 10 }, (_, index) => `{"own":${index}}`).join('\n'));
    const planned = await plan(0.2);
    await put('mine\n', planned.validationDataUri);
    await expect(writeDataSplit(planned, rehearsal.cloud)).rejects.toMatchObject({ code: 'output-exists' });
    expect(await read(planned.validationDataUri)).toBe('mine\n');
  });

  it.each([0, 1, -0.1, Number.NaN])('refuses a share of %d', async (fraction) => {
    await expect(plan(fraction)).rejects.toMatchObject({ code: 'option-invalid' });
  });
});
