import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE_VERSION, type Page } from '../../../pages/index.ts';
import {
  allow,
  createJob,
  endOf,
  imageBlock,
  jsonLines,
  prepareBucketAndRole,
  put,
  record,
  textRecords,
} from '../testing/rehearsal.ts';
import { ACCOUNT, BUCKET, discard, openTestBedrock, sha256, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
let png: Uint8Array;
beforeEach(async () => {
  bedrock = await openTestBedrock({ jobPhaseMs: 0 });
  await prepareBucketAndRole(bedrock);
  png = await sharp({ create: { width: 60, height: 80, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  bedrock.pages.set(sha256(png), page());
  await put(bedrock, 'data/page.png', png);
});
afterEach(() => discard(bedrock));

function page(size: { width: number; height: number } = { width: 60, height: 80 }): Page {
  const zeros = (length: number) => Array.from({ length }, () => 0);
  return {
    version: PAGE_VERSION,
    ...size,
    lines: [{ text: 'Invoice', confidence: 0.9, x: 0.1, y: 0.1, w: 0.3, h: 0.02, angle: 0 }],
    appearance: { ink: zeros(432), gradients: zeros(288), statistics: zeros(12), textMap: zeros(108) },
  };
}

async function failureOn(lines: string, baseModelIdentifier = 'amazon.nova-lite-v1:0:300k'): Promise<string> {
  await put(bedrock, 'data/train.jsonl', lines);
  const jobArn = await createJob(bedrock, { baseModelIdentifier });
  const job = await endOf(bedrock, jobArn);
  return job.status === 'Failed' ? (job.failureMessage ?? '') : `${job.status}`;
}

const uri = `s3://${BUCKET}/data/page.png`;
/** Enough sound records to pass Create's sample, then one more. */
const withLast = (last: object) => jsonLines([...textRecords(11), last]);

describe('the validation of records', () => {
  it('names the line that is not JSON', async () => {
    expect(await failureOn(`${jsonLines(textRecords(11))}\n{"messages":`)).toBe(
      'Unable to parse Amazon S3 file: train.jsonl. Data files must conform to JSONL format. Line 13: is not valid JSON.',
    );
  });

  it.each<[string, object, string]>([
    [
      'the format jpg',
      record([imageBlock(uri, 'jpg')], 'letter'),
      '/messages/0/content/0/image/format: format must be one of png, jpeg, gif, webp.',
    ],
    ['a reserved string', record([{ text: 'User: hello' }], 'letter'), 'holds the reserved string User:.'],
    ['a reserved string in the answer', record([{ text: 'hello' }], '[EOS]'), 'holds the reserved string [EOS].'],
    ['an empty answer', record([{ text: 'hello' }], ' '), '/messages/1/content: must not be empty.'],
    [
      'eleven images',
      record(
        Array.from({ length: 11 }, () => imageBlock(uri)),
        'letter',
      ),
      'has too many images: 11; the maximum is 10.',
    ],
    [
      'far too much text',
      record([{ text: 'word '.repeat(50_000) }], 'letter'),
      'Maximum input token count 41677 exceeds limit of 32000. File train.jsonl, line 12.',
    ],
    [
      'an image in the answer',
      {
        messages: [
          { role: 'user', content: [{ text: 'a' }] },
          { role: 'assistant', content: [imageBlock(uri)] },
        ],
      },
      'an assistant turn may not hold an image.',
    ],
    [
      'two user turns',
      { messages: [...record([{ text: 'a' }], 'b').messages, { role: 'assistant', content: [{ text: 'c' }] }] },
      '/messages/2/role: roles must alternate and start with user.',
    ],
  ])('finds %s', async (_what, last, message) => {
    expect(await failureOn(withLast(last))).toContain(message);
  });

  it('counts records', async () => {
    expect(await failureOn(jsonLines(textRecords(7)))).toBe(
      'The training dataset has 7 records; the minimum for amazon.nova-lite-v1:0:300k is 8.',
    );
  });

  it('counts at most 20000 records', async () => {
    expect(await failureOn(jsonLines(textRecords(20_001)))).toBe(
      'The training and validation datasets have 20001 records; the maximum for amazon.nova-lite-v1:0:300k is 20000.',
    );
  });

  it('knows that Nova Micro reads no images and Nova 2 Lite needs 200 records', async () => {
    const withImage = withLast(record([imageBlock(uri)], 'letter'));
    expect(await failureOn(withImage, 'amazon.nova-micro-v1:0:128k')).toContain(
      'has too many images: 1; the maximum is 0.',
    );
    await put(bedrock, 'data/train.jsonl', jsonLines(textRecords(199)));
    const jobArn = await createJob(bedrock, {
      jobName: 'two',
      baseModelIdentifier: 'amazon.nova-2-lite-v1:0:256k',
    });
    expect((await endOf(bedrock, jobArn)).failureMessage).toContain('199 records; the minimum');
  });
});

describe('the images of records', () => {
  const failureOfImage = (block: object) => failureOn(withLast(record([block, { text: 'Which class?' }], 'letter')));
  const place = 'Invalid record in file train.jsonl, line 12: /messages/0/content/0/image: ';

  it('trains on images that can be read', async () => {
    expect(await failureOfImage(imageBlock(uri))).toBe('Completed');
  });

  it('may be missing', async () => {
    expect(await failureOfImage(imageBlock(`s3://${BUCKET}/data/none.png`))).toBe(
      `${place}s3://${BUCKET}/data/none.png does not exist.`,
    );
  });

  it('may lie about their format', async () => {
    expect(await failureOfImage(imageBlock(uri, 'jpeg'))).toBe(
      `${place}${uri} is declared as jpeg but its bytes are png.`,
    );
    await put(bedrock, 'data/text.png', 'hello');
    bedrock.cloud.database.execute("UPDATE bedrock_job SET name = 'earlier'");
    expect(await failureOfImage(imageBlock(`s3://${BUCKET}/data/text.png`))).toContain('no image of a known format');
  });

  it('may be truncated or damaged', async () => {
    await put(bedrock, 'data/half.png', png.subarray(0, png.length / 2));
    expect(await failureOfImage(imageBlock(`s3://${BUCKET}/data/half.png`))).toBe(
      `${place}s3://${BUCKET}/data/half.png is not a readable png image (damaged or truncated).`,
    );
  });

  it('may be too large', async () => {
    await put(bedrock, 'data/huge.png', Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024)]));
    expect(await failureOfImage(imageBlock(`s3://${BUCKET}/data/huge.png`))).toContain('the maximum is 10485760');
  });

  it('may be too small', async () => {
    bedrock.pages.set(sha256(png), page({ width: 24, height: 80 }));
    expect(await failureOfImage(imageBlock(uri))).toContain('has 24×80 pixels; each side needs at least 25.');
  });

  it('may be in another bucket', async () => {
    bedrock.objects.buckets.create({ name: 'elsewhere', accountId: ACCOUNT, region: 'us-east-1' });
    await bedrock.objects.write('elsewhere', 'a.png', png, 'image/png');
    expect(await failureOfImage(imageBlock('s3://elsewhere/a.png'))).toContain('must be in the same bucket');
  });

  it('may be claimed for another owner', async () => {
    expect(await failureOfImage(imageBlock(uri, 'png', '999988887777'))).toContain('owned by 999988887777');
  });

  it('may be closed to the role', async () => {
    await allow(bedrock, { action: 'GetObject', prefix: 'data/train' }, { action: 'PutObject', prefix: 'out/' });
    expect(await failureOfImage(imageBlock(uri))).toContain('s3:GetObject is not allowed');
  });

  it('may be too many tokens together', async () => {
    bedrock.pages.set(sha256(png), page({ width: 4000, height: 4000 }));
    const images = Array.from({ length: 10 }, () => imageBlock(uri));
    expect(await failureOn(withLast(record([...images, { text: 'word '.repeat(9000) }], 'letter')))).toMatch(
      /Maximum input token count \d+ exceeds limit of 32000/,
    );
  });
});
