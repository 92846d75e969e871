import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../errors.ts';
import { type JobMetrics, type MetricsRow, metricsKind, parseMetrics } from './training-metrics.ts';

/** What a run folder keeps of a job's metrics. */
const RUN_FILE = 'training-metrics.json';
/** The service nests its files five folders deep. */
const DEEPEST = 8;

/**
 * Reads metrics from this machine: a metrics CSV (of any name; its header tells what it holds), a run folder, or a folder somewhere above the service's files.
 * @throws {InputError} `metrics-missing`; {@link DataError} `metrics-unreadable`.
 */
export async function readLocalMetrics(path: string): Promise<JobMetrics> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new InputError('metrics-missing', `Expected a metrics file or a folder, and there is no ${path}.`);
  const files = found.isDirectory() ? await metricsFiles(path, DEEPEST) : [path];
  const run = files.find((file) => basename(file) === RUN_FILE);
  if (run !== undefined) return readRunMetrics(run);
  const metrics = { training: [] as MetricsRow[], validation: [] as MetricsRow[], files };
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    metrics[kindOf(file, text)].push(...parseMetrics(text, file));
  }
  if (files.length > 0) return metrics;
  throw new InputError('metrics-missing', `Expected metrics files somewhere in ${path}, and there are none.`, {
    remedy: 'Name the CSV file, the folder that the output of the job was copied to, or a run folder.',
  });
}

async function readRunMetrics(file: string): Promise<JobMetrics> {
  const kept = JSON.parse(await readFile(file, 'utf8')) as Partial<JobMetrics>;
  // JSON has no word for a loss that is no number.
  const restore = (rows: readonly MetricsRow[] = []) => rows.map((row) => ({ ...row, loss: row.loss ?? Number.NaN }));
  return { training: restore(kept.training), validation: restore(kept.validation), files: [file] };
}

/** A renamed file is told by its columns. */
const kindOf = (file: string, text: string): 'training' | 'validation' =>
  metricsKind(basename(file)) ?? (/^[^\n]*validation_loss/.test(text) ? 'validation' : 'training');

async function metricsFiles(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && (entry.name === RUN_FILE || metricsKind(entry.name) !== undefined))
    .map(({ name }) => join(folder, name));
  if (depth === 0 || files.some((file) => basename(file) === RUN_FILE)) return files;
  const below = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => metricsFiles(join(folder, name), depth - 1)),
  );
  return [...files, ...below.flat()].sort();
}
