import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { scriptedCloud } from '../testing/scripted-cloud.mts';
import { scanTrainingData, withoutInner } from './scan-training-data.ts';

const scan = (text: string) =>
  scanTrainingData(
    's3://b/data/train.jsonl',
    scriptedCloud({ objects: { get: async () => Readable.from([Buffer.from(text)]) } }),
  );
const row = (uri: string) =>
  JSON.stringify({ messages: [{ role: 'user', content: [{ image: { source: { s3Location: { uri } } } }] }] });

describe('scanTrainingData', () => {
  it('counts rows and finds the folders of the media', async () => {
    const rows = [row('s3://b/images/a/1.png'), '', row('s3://b/images/a/2.png'), row('s3://b/other/3.png'), 'no json'];
    expect(await scan(`\uFEFF${rows.join('\r\n')}`)).toEqual({
      rows: 4,
      mediaPrefixes: ['s3://b/images/a/', 's3://b/other/'],
    });
    expect(await scan('{"image-ref":"s3://b/c/1.png","caption":"x"}')).toMatchObject({ mediaPrefixes: ['s3://b/c/'] });
    expect(await scan('\n')).toEqual({ rows: 0, mediaPrefixes: [] });
  });

  it('gives up many deep folders for the ones that hold them, and never leaves one out', async () => {
    const uris = Array.from({ length: 1500 }, (_, index) => `s3://b/images/day-${index % 40}/batch-${index}/1.png`);
    const { mediaPrefixes } = await scan([...uris, 's3://b/extra/1.png'].map(row).join('\n'));
    expect(mediaPrefixes).toEqual(['s3://b/extra/', 's3://b/images/']);
  });

  it('says when there is no file', async () => {
    const empty = scriptedCloud({ objects: { get: async () => undefined } });
    await expect(scanTrainingData('s3://b/none.jsonl', empty)).rejects.toMatchObject({ code: 'data-missing' });
  });

  it('refuses a file of one endless line', async () => {
    await expect(scan('x'.repeat(5 * 1024 * 1024))).rejects.toMatchObject({ code: 'line-too-long' });
  });
});

it('withoutInner keeps outer folders alone', () => {
  expect(withoutInner(['s3://b/a/b/', 's3://b/a/', 's3://b/ab/', 's3://b/a/'])).toEqual(['s3://b/a/', 's3://b/ab/']);
});
