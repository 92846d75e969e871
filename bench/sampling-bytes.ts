/**
 * How many bytes does a balanced sample cost, against downloading the files? A generated data set behind an HTTP server of ours
 * that counts what it sends: the same rows once in row groups without an index and once with an index of pages.
 *
 *   npx tsx bench/sampling-bytes.ts [--rows 16000] [--labels 16] [--image-bytes 30000] [--per-label 20] [--sorted] [--serve]
 *
 * `--sorted`: rows in the order of their labels, as many data sets are. `--serve` goes on serving the files at
 * `/datasets/bench/groups/resolve/main/data/train-0000N-of-00004.parquet` (and `bench/pages`), so that another reader can be counted.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type DocumentSource, huggingFace } from '../src/toolkit/index.ts';
import { startHubServer } from '../src/toolkit/prepare/sources/testing/hub-server.mts';
import { type ImageRow, imageFeatures, parquetBytes } from '../src/toolkit/prepare/sources/testing/parquet-tables.mts';
import { printMachine } from './support/figures.ts';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '16000' },
    labels: { type: 'string', default: '16' },
    'image-bytes': { type: 'string', default: '30000' },
    'per-label': { type: 'string', default: '20' },
    limit: { type: 'string', default: '0.1' },
    sorted: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
  },
});
const ROWS = Number(flags.rows);
const LABELS = Array.from({ length: Number(flags.labels) }, (_, index) => `class ${index}`);
/** Rows of a file, as large data sets on the Hub are sharded. */
const ROWS_PER_FILE = 4000;

/** Bytes that cannot be compressed and are the same in each run. */
const POOL = Buffer.concat(
  Array.from({ length: 2 ** 17 }, (_, index) => createHash('sha512').update(`${index}`).digest()),
);

/** Numbers that look random, four for a row. */
function drawn(row: number): readonly number[] {
  const digest = createHash('sha256').update(`row ${row}`).digest();
  return [0, 4, 8, 12].map((at) => digest.readUInt32LE(at) / 2 ** 32);
}

/** Sizes vary by a factor of three, as those of scans do. */
function image(row: number): Uint8Array {
  const [size = 0, start = 0] = drawn(row);
  const length = Math.round(Number(flags['image-bytes']) * (0.5 + size));
  const from = Math.floor(start * (POOL.length - length));
  return POOL.subarray(from, from + length);
}

const labelOf = (row: number): number =>
  flags.sorted ? Math.floor((row * LABELS.length) / ROWS) : Math.floor((drawn(row)[2] ?? 0) * LABELS.length);

function files(layout: { readonly rowsPerGroup: number; readonly offsetIndex: boolean }): Record<string, Uint8Array> {
  const count = Math.ceil(ROWS / ROWS_PER_FILE);
  const entries = Array.from({ length: count }, (_, file): [string, Uint8Array] => {
    const start = file * ROWS_PER_FILE;
    const rows = Array.from({ length: Math.min(ROWS_PER_FILE, ROWS - start) }, (_, index): ImageRow => {
      const row = start + index;
      return { bytes: image(row), path: `${row}.tif`, label: labelOf(row) };
    });
    const shard = (number: number) => String(number).padStart(5, '0');
    const name = `data/train-${shard(file)}-of-${shard(count)}.parquet`;
    return [name, parquetBytes(rows, { ...layout, features: imageFeatures(LABELS) })];
  });
  return Object.fromEntries(entries);
}

async function readAll(
  source: DocumentSource,
): Promise<{ images: number; bytes: number; labels: Map<string, number> }> {
  const labels = new Map<string, number>();
  let [images, bytes] = [0, 0];
  for await (const item of source.documents()) {
    if (item.kind !== 'document') continue;
    bytes += (await item.document.bytes?.())?.length ?? 0;
    images += 1;
    labels.set(item.document.label, (labels.get(item.document.label) ?? 0) + 1);
  }
  return { images, bytes, labels };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

printMachine();
const perLabel = Number(flags['per-label']);
const groups = files({ rowsPerGroup: 100, offsetIndex: false });
const pages = files({ rowsPerGroup: 1000, offsetIndex: true });
const sizeOf = (all: Record<string, Uint8Array>) => Object.values(all).reduce((sum, { length }) => sum + length, 0);
const hub = await startHubServer({
  'bench/groups': { revisions: { main: groups } },
  'bench/pages': { revisions: { main: pages } },
});
process.stdout.write(
  `${ROWS} rows, ${LABELS.length} labels, ${perLabel} of each wanted; files of ${megabytes(sizeOf(groups))}\n`,
);
process.stdout.write(
  '| layout | sampling | images | wanted bytes | read | requests | read / files | read / wanted | s |\n',
);
let worst = 0;
for (const [dataset, all] of [
  ['bench/groups', groups],
  ['bench/pages', pages],
] as const) {
  for (const sampling of ['balanced', 'uniform'] as const) {
    const [sent, requests, start] = [hub.sent(), hub.requests.length, performance.now()];
    const source = huggingFace({ dataset, endpoint: hub.url, samplesPerLabel: perLabel, sampling });
    const { images, bytes, labels } = await readAll(source);
    if (labels.size !== LABELS.length || [...labels.values()].some((count) => count !== perLabel))
      throw new Error(`Expected ${perLabel} of each label, but got ${JSON.stringify([...labels])}.`);
    const read = hub.sent() - sent;
    const share = read / sizeOf(all);
    if (sampling === 'balanced') worst = Math.max(worst, share);
    const cells = [
      dataset.slice(6),
      sampling,
      images,
      megabytes(bytes),
      megabytes(read),
      hub.requests.length - requests,
    ];
    const ratios = [share.toPrecision(2), (read / bytes).toFixed(1), ((performance.now() - start) / 1000).toFixed(1)];
    process.stdout.write(`| ${[...cells, ...ratios].join(' | ')} |\n`);
  }
}
if (flags.serve) {
  process.stdout.write(`serving at ${hub.url}\n`);
  setInterval(() => process.stdout.write(`sent ${hub.sent()} bytes in ${hub.requests.length} requests\n`), 2000);
} else {
  await hub.close();
  if (worst > Number(flags.limit)) process.exitCode = 1;
}
