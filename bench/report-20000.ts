/**
 * How big is a report on 20,000 documents, how long does it take, and with how much memory?
 *
 *   npx tsx bench/report-20000.ts [--documents 20000] [--rounds 3]
 *
 * The limit of size is 10 MB. The peer for time and memory is reading the same files with `JSON.parse`, which every report has to do: a report without
 * pictures may take three times as long and twice the memory above an idle Node. Pictures do not grow with the documents: the whole page, the pictures
 * of noise that it shows included, has to be made within 400 MB. Each measurement is a process of its own.
 * Ends with 1 when a limit is passed.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { ROOT } from './support/built.ts';
import { median, printMachine, spread } from './support/figures.ts';

const { values: flags } = parseArgs({
  options: { documents: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '3' } },
});

const MOST_BYTES = 10_000_000;
/** Of reading alone. */
const MOST_TIME = 3;
const MOST_MEMORY = 2;
/** Of the whole page, bytes. */
const MOST_PEAK = 400_000_000;

interface Figures {
  readonly seconds: number;
  /** Bytes. */
  readonly peak: number;
}

const run = promisify(execFile);
const ONCE = path.join(import.meta.dirname, 'support/report-once.mjs');
const DOOR = path.join(ROOT, 'dist/toolkit/index.js');

async function once(what: 'write' | 'idle' | 'read' | 'plain' | 'report', folder: string): Promise<Figures> {
  const { stdout } = await run(process.execPath, [ONCE, DOOR, what, folder, flags.documents]);
  return JSON.parse(stdout) as Figures;
}

const folder = await mkdtemp(path.join(tmpdir(), 'novatune-bench-'));
try {
  printMachine();
  await once('write', folder);
  const rounds: Record<'idle' | 'read' | 'plain' | 'report', Figures>[] = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    rounds.push({
      idle: await once('idle', folder),
      read: await once('read', folder),
      plain: await once('plain', folder),
      report: await once('report', folder),
    });
  }
  const { size } = await stat(path.join(folder, 'report.html'));
  const times = rounds.map(({ read, plain }) => plain.seconds / read.seconds);
  const memory = rounds.map(({ idle, read, plain }) => (plain.peak - idle.peak) / (read.peak - idle.peak));
  const peaks = rounds.map(({ report }) => report.peak / MOST_PEAK);
  const seconds = rounds.map(({ report }) => report.seconds);
  process.stdout.write(`report on ${flags.documents} documents: ${spread(seconds)} s, ${(size / 1e6).toFixed(2)} MB\n`);
  process.stdout.write(`  size: ${(size / MOST_BYTES).toFixed(2)} of the limit\n`);
  process.stdout.write(`  time without pictures: ${spread(times)} times reading, limit ${MOST_TIME}\n`);
  process.stdout.write(
    `  memory without pictures, above an idle Node: ${spread(memory)} times reading, limit ${MOST_MEMORY}\n`,
  );
  process.stdout.write(`  memory with pictures: ${spread(peaks)} of the limit\n`);
  const isOver = [median(times) > MOST_TIME, median(memory) > MOST_MEMORY, median(peaks) > 1, size > MOST_BYTES];
  if (isOver.some((over) => over)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
