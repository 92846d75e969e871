import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, type TrainingFile, validateFiles } from '../../src/toolkit/index.ts';
import { openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';

const BUCKET = 'validate-bucket';

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  await rehearsal.cloud.objects.createBucket(BUCKET, REGION, {});
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

const put = (key: string, body: Uint8Array | string) =>
  rehearsal.cloud.objects.put(BUCKET, key, body, { contentType: 'application/octet-stream' });

const plain = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: '#a31' } });

function record(kind: 'image' | 'video' | 'document', key: string, format: string): string {
  const media = { [kind]: { format, source: { s3Location: { uri: `s3://${BUCKET}/${key}` } } } };
  return JSON.stringify({
    schemaVersion: 'bedrock-conversation-2024',
    messages: [
      { role: 'user', content: [media, { text: 'Which?' }] },
      { role: 'assistant', content: [{ text: key }] },
    ],
  });
}

async function check(files: readonly TrainingFile[], checkMedia = true, model = 'nova-lite'): Promise<string[]> {
  const found: Finding[] = [];
  for await (const finding of validateFiles(files, { model, store: rehearsal.cloud.objects, checkMedia }))
    found.push(finding);
  return found.filter(({ code }) => code !== 'row-count-min').map(({ file, line, code }) => `${file}:${line} ${code}`);
}

describe('files and media in a bucket', () => {
  it('are read where they are, and compared with what records say of them', async () => {
    const png = await plain(64).png().toBuffer();
    // A header that goes on behind the bytes that are read at first.
    const jpeg = await plain(64).jpeg().toBuffer();
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(65_533, 0xff)]);
    await put('a.png', png);
    await put('b.jpeg', Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
    await put('c.png', jpeg);
    await put('d.png', await plain(20).png().toBuffer());
    await put('e.png', '');
    await put('f.png', png.subarray(0, 20));
    const lines = [
      record('image', 'a.png', 'png'),
      record('image', 'b.jpeg', 'jpeg'),
      record('image', 'c.png', 'png'),
      record('image', 'd.png', 'png'),
      record('image', 'e.png', 'png'),
      record('image', 'f.png', 'png'),
      record('image', 'none.png', 'png'),
    ];
    await put('train.jsonl', lines.map((line) => `${line}\n`).join(''));
    const path = `s3://${BUCKET}/train.jsonl`;
    expect(await check([{ path, split: 'train' }], false)).toEqual([]);
    expect(await check([{ path, split: 'train' }])).toEqual([
      `${path}:3 image-format-mismatch`,
      `${path}:4 image-side`,
      `${path}:5 image-broken`,
      `${path}:5 image-format-mismatch`,
      `${path}:6 image-broken`,
      `${path}:7 image-missing`,
    ]);
  });

  it('videos and documents are known by their first bytes', async () => {
    await put('v.mp4', '\0\0\0\x18ftypmp42');
    await put('w.mkv', '%PDF-1.7 not a video');
    await put('d.pdf', '%PDF-1.7\n');
    const videos = [record('video', 'v.mp4', 'mp4'), record('video', 'w.mkv', 'mkv'), record('video', 'x.mp4', 'mp4')];
    await put('videos.jsonl', `${videos.join('\n')}\n`);
    await put('documents.jsonl', `${record('document', 'd.pdf', 'pdf')}\n`);
    const path = `s3://${BUCKET}/videos.jsonl`;
    expect(await check([{ path, split: 'train' }])).toEqual([
      `${path}:2 media-format-mismatch`,
      `${path}:3 media-missing`,
    ]);
    const documents = `s3://${BUCKET}/documents.jsonl`;
    expect(await check([{ path: documents, split: 'train' }], true, 'nova-2-lite')).toEqual([]);
  });

  it('two files are compared, and their names are looked at', async () => {
    const line = record('image', 'a.png', 'png');
    await put('train-2.jsonl', `${line}\n`);
    await put('validation.json', `${line}\n`);
    const [train, validation] = [`s3://${BUCKET}/train-2.jsonl`, `s3://${BUCKET}/validation.json`];
    expect(
      await check([
        { path: train, split: 'train' },
        { path: validation, split: 'validation' },
      ]),
    ).toEqual([
      `${validation}:1 record-in-both-files`,
      `${validation}:1 image-in-both-files`,
      `${validation}:undefined file-name`,
    ]);
  });

  it('a file that is not there is an error', async () => {
    await expect(check([{ path: `s3://${BUCKET}/none.jsonl`, split: 'train' }])).rejects.toMatchObject({
      code: 'file-not-found',
    });
    await expect(
      validateFiles([{ path: `s3://${BUCKET}/train.jsonl`, split: 'train' }], {}).next(),
    ).rejects.toMatchObject({ code: 'store-missing' });
  });
});
