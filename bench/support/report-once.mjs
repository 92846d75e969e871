/** node report-once.mjs <door> <write|idle|read|plain|report> <folder> <documents>: one measurement in a process of its own, as JSON on stdout. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , door, what, folder, count] = process.argv;
const toolkit = await import(pathToFileURL(door).href);
const HASH = 'a'.repeat(64);
const image = (index) => `images/${createHash('sha256').update(String(index)).digest('hex').slice(0, 16)}.png`;

/** Pages of noise, the worst case for pictures; the same hundred again and again. */
async function write() {
  const { default: sharp } = await import('sharp');
  await mkdir(path.join(folder, 'images'), { recursive: true });
  for (let index = 0; index < 100; index++) {
    const noise = { type: 'gaussian', mean: 200, sigma: 40 };
    const page = sharp({ create: { width: 850, height: 1100, channels: 3, noise, background: '#fff' } });
    await writeFile(path.join(folder, image(index)), await page.png({ compressionLevel: 1 }).toBuffer());
  }
  const ids = Array.from({ length: Number(count) }, (_, index) => `scans/${String(index).padStart(8, '0')}.png`);
  const label = (index) => `北京某某科技有限公司 ${index % 500}`;
  const scores = (modelId, isRight) => {
    const outcomes = ids.map((document, index) => {
      const predicted = isRight(index) ? label(index) : `上海某某贸易有限公司 ${index % 300}`;
      const right = isRight(index);
      return {
        document,
        truth: label(index),
        predicted,
        status: right ? 'correct' : 'wrong',
        answer: predicted,
        similarity: right ? 1 : 0.4,
        cer: right ? 0 : 0.6,
        anls: right ? 1 : 0,
        latencyMs: 900 + (index % 400),
      };
    });
    const successes = outcomes.filter(({ status }) => status === 'correct').length;
    const accuracy = { successes, total: ids.length, value: successes / ids.length, low: 0, high: 1 };
    const tokens = { input: ids.length * 1500, output: ids.length * 12 };
    const about = { modelId, task: 'extraction', documents: ids.length, accuracy, unreadable: 0, missing: 0, tokens };
    return { ...about, outcomes };
  };
  const documents = ids.map((id, index) => ({
    id,
    image: image(index % 100),
    format: 'png',
    width: 850,
    height: 1100,
    bytes: 1,
    sha256: HASH,
    label: label(index),
    split: 'test',
  }));
  await writeFile(path.join(folder, 'documents.json'), JSON.stringify(documents));
  await writeFile(path.join(folder, 'base.json'), JSON.stringify(scores('base', (index) => index % 3 === 0)));
  await writeFile(path.join(folder, 'tuned.json'), JSON.stringify(scores('tuned', (index) => index % 7 !== 0)));
}

const read = (name) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

async function report(redact) {
  const counts = { train: 0, validation: 0, test: Number(count) };
  const manifest = {
    name: 'bench',
    task: { kind: 'extraction', field: 'seller', answerFormat: 'text' },
    prompts: { system: '', task: '' },
    imageRecipe: { maxSide: 1600, format: 'auto' },
    recipeHash: HASH,
    seed: 0,
    source: { kind: 'image-folder', location: folder },
    counts,
    classCounts: {},
    skipped: [],
    documents: read('documents'),
    files: {},
  };
  const about = {
    title: 'Bench',
    createdAt: new Date().toISOString(),
    novatuneVersion: '0',
    nodeVersion: '0',
    rehearsal: true,
  };
  const input = { ...about, dataset: { folder, manifest }, base: read('base'), tuned: read('tuned') };
  const { documents } = await toolkit.report(input, { file: path.join(folder, 'report.html'), redact });
  if (documents.length === 0) throw new Error('Expected documents in the report.');
}

const work = {
  write,
  idle: () => {},
  read: () => [read('documents'), read('base'), read('tuned')],
  plain: () => report(true),
  report: () => report(false),
};
const startedAt = performance.now();
const kept = await work[what]();
const seconds = (performance.now() - startedAt) / 1000;
process.stdout.write(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS * 1024, kept: kept?.length }));
