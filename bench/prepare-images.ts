/**
 * How many images a second does `prepare` make ready, and with how much memory, against Pillow on threads?
 *
 *   npx tsx bench/prepare-images.ts [--photos folder] [--python python3] [--images 60] [--rounds 3] [--concurrency 0]
 *
 * Without photos invoices are drawn. Both sides get the same files, longest side and format, in turn. Ours also checks, hashes and journals every
 * image and flushes it to disk. `--python` names an interpreter that has Pillow; without it only our own figures are printed.
 * Ends with 1 when ours is slower than the faster baseline, or takes more memory than the one with 32 threads, as the reference script has them.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { builtSamples, ROOT } from './support/built.ts';
import { median, printMachine, spread } from './support/figures.ts';

const { values: flags } = parseArgs({
  options: {
    photos: { type: 'string' },
    python: { type: 'string' },
    images: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '0' },
  },
});

const MAX_SIDE = '1600';
/** Threads of the reference script. */
const MANY = 32;
/** Threads of the baseline that are tried. */
const THREADS = [availableParallelism(), MANY];

interface Figures {
  readonly images: number;
  readonly seconds: number;
  /** Bytes. */
  readonly peak: number;
  /** Of all images written. */
  readonly bytes: number;
}

const run = promisify(execFile);

async function figuresOf(program: string, words: readonly string[]): Promise<Figures> {
  const { stdout } = await run(program, [...words]);
  return JSON.parse(stdout) as Figures;
}

/** Puts the photos into `folder/images/photos`, as an image folder of one class. */
async function gather(folder: string): Promise<string> {
  const target = path.join(folder, 'images', 'photos');
  await mkdir(target, { recursive: true });
  let source = flags.photos;
  if (source === undefined) {
    const { writeInvoiceSamples } = await builtSamples();
    const samples = path.join(folder, 'samples');
    const work = writeInvoiceSamples(samples, {
      invoices: Math.ceil(Number(flags.images) / 2),
      photosPerInvoice: 2,
      seed: 1,
    });
    while (!(await work.next()).done);
    source = path.join(samples, 'images');
  }
  const names = (await readdir(source)).toSorted().slice(0, Number(flags.images));
  for (const name of names) await copyFile(path.join(source, name), path.join(target, name));
  return path.dirname(target);
}

async function measure(folder: string, images: string, format: string): Promise<void> {
  const ours: Figures[] = [];
  const theirs = new Map<number, Figures[]>(THREADS.map((threads) => [threads, []]));
  const door = path.join(ROOT, 'dist/toolkit/prepare/index.js');
  const once = path.join(import.meta.dirname, 'support/prepare-once.mjs');
  const baseline = path.join(import.meta.dirname, 'baselines/pillow_prepare.py');
  for (let round = 0; round < Number(flags.rounds); round++) {
    const out = path.join(folder, `out-${format}-${round}`);
    ours.push(await figuresOf(process.execPath, [once, door, images, out, MAX_SIDE, format, flags.concurrency]));
    for (const [threads, figures] of flags.python === undefined || format === 'auto' ? [] : theirs) {
      const words = [baseline, path.join(images, 'photos'), `${out}-${threads}`, MAX_SIDE, format, String(threads)];
      figures.push(await figuresOf(flags.python ?? '', words));
    }
    await rm(out, { recursive: true });
  }
  print(`novatune, ${format}`, ours);
  for (const [threads, figures] of theirs) {
    if (figures.length === 0) continue;
    print(`Pillow, ${format}, ${threads} threads`, figures);
    const ratios = figures.map(({ seconds }, round) => seconds / (ours[round]?.seconds ?? Number.NaN));
    const memory = figures.map(({ peak }, round) => (ours[round]?.peak ?? Number.NaN) / peak);
    process.stdout.write(`  novatune is ${spread(ratios)} times as fast with ${spread(memory)} of the memory\n`);
    if (median(ratios) < 1 || (threads === MANY && median(memory) > 1)) process.exitCode = 1;
  }
}

function print(name: string, figures: readonly Figures[]): void {
  const rates = figures.map(({ images, seconds }) => images / seconds);
  const peaks = figures.map(({ peak }) => peak / 1e6);
  const megabytes = ((figures[0]?.bytes ?? 0) / 1e6).toFixed(1);
  process.stdout.write(`${name}: ${spread(rates, 1)} images/s, peak ${spread(peaks, 0)} MB, ${megabytes} MB written\n`);
}

const folder = await mkdtemp(path.join(tmpdir(), 'novatune-bench-'));
try {
  printMachine();
  const images = await gather(folder);
  for (const format of ['jpeg', 'png', 'auto']) await measure(folder, images, format);
} finally {
  await rm(folder, { recursive: true, force: true });
}
