/**
 * How well does the stand-in model read the seller's name off photos of VAT invoices it has not been trained on?
 * Cross-validation: invoices (or, harder, sellers) are dealt to folds, each fold is answered by a model trained on the others.
 *
 *   npx tsx bench/stand-in-on-photos.ts [--photos folder] [--folds 4] [--learning-rate 1e-4] [--epochs 3] [--by invoice|seller] [--seed 1]
 *
 * The folder holds images/ and labels_verified.csv with the columns image, seller and invoice_number.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import {
  answerQuestion,
  type StandInExample,
  type StandInHyperparameters,
  type StandInModel,
  serializeStandIn,
  trainStandIn,
} from '../src/local-cloud/model/index.ts';
import { layoutOf, normalizeText, openPageReader, textSimilarity } from '../src/pages/index.ts';

const PROMPT = '请从图片中的增值税发票中提取销售方名称。只回答名称，不要解释。';

interface Photo {
  readonly seller: string;
  readonly invoice: string;
  readonly example: StandInExample;
}

interface Outcome {
  readonly photo: Photo;
  readonly base: string;
  readonly tuned: string;
}

const { values: flags } = parseArgs({
  options: {
    photos: { type: 'string', default: '../shared/data/vat-invoices' },
    cache: { type: 'string', default: '.novatune/pages' },
    folds: { type: 'string', default: '4' },
    'learning-rate': { type: 'string', default: '1e-4' },
    epochs: { type: 'string', default: '3' },
    by: { type: 'string', default: 'invoice' },
    seed: { type: 'string', default: '1' },
    errors: { type: 'boolean', default: false },
  },
});

async function readPhotos(folder: string, cacheFolder: string): Promise<Photo[]> {
  const table = await readFile(path.join(folder, 'labels_verified.csv'), 'utf8');
  const rows = parse(table, { columns: true, bom: true }) as {
    image: string;
    seller: string;
    invoice_number: string;
  }[];
  const reader = openPageReader({ cacheFolder });
  const started = performance.now();
  try {
    const photos = await Promise.all(
      rows.map(async ({ image, seller, invoice_number }) => {
        const page = await reader.read(await readFile(path.join(folder, 'images', image)));
        const example = { system: '', prompt: PROMPT, pages: [page], answer: seller };
        return { seller, invoice: invoice_number, example };
      }),
    );
    process.stdout.write(`${photos.length} pages read in ${seconds(started)} s\n`);
    return photos;
  } finally {
    await reader.close();
  }
}

/** Deals whole groups to folds, the largest first to the smallest fold. */
function dealFolds(photos: readonly Photo[], groupOf: (photo: Photo) => string, count: number): Photo[][] {
  const groups = new Map<string, Photo[]>();
  for (const photo of photos) groups.set(groupOf(photo), [...(groups.get(groupOf(photo)) ?? []), photo]);
  const folds = Array.from({ length: count }, (): Photo[] => []);
  for (const group of [...groups.values()].sort((a, b) => b.length - a.length)) {
    folds.sort((a, b) => a.length - b.length)[0]?.push(...group);
  }
  return folds;
}

async function train(photos: readonly Photo[], settings: StandInHyperparameters): Promise<StandInModel> {
  const training = trainStandIn(
    photos.map(({ example }) => example),
    [],
    settings,
  );
  let next = await training.next();
  while (next.done !== true) next = await training.next();
  return next.value;
}

function isExact(answer: string, photo: Photo): boolean {
  return normalizeText(answer) === normalizeText(photo.seller);
}

function summary(outcomes: readonly Outcome[], which: 'base' | 'tuned'): string {
  const exact = outcomes.filter((outcome) => isExact(outcome[which], outcome.photo)).length;
  const similarity = outcomes.reduce(
    (sum, { photo, [which]: answer }) => sum + textSimilarity(answer, photo.seller),
    0,
  );
  return `${which} ${exact}/${outcomes.length} exact, mean similarity ${(similarity / outcomes.length).toFixed(3)}`;
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(2);
}

async function answerFold(
  photos: readonly Photo[],
  held: readonly Photo[],
  settings: StandInHyperparameters,
): Promise<Outcome[]> {
  const rest = photos.filter((photo) => !held.includes(photo));
  const started = performance.now();
  const model = await train(rest, settings);
  const took = seconds(started);
  const size = Math.round(serializeStandIn(model).length / 1024);
  const outcomes = held.map((photo) => ({
    photo,
    base: answerQuestion(photo.example).text,
    tuned: answerQuestion(photo.example, model).text,
  }));
  const scores = `${summary(outcomes, 'base')}; ${summary(outcomes, 'tuned')}`;
  process.stdout.write(`trained on ${rest.length} in ${took} s, ${size} KiB; ${scores}\n`);
  return outcomes;
}

const photos = await readPhotos(flags.photos, flags.cache);
const readable = photos.filter((photo) =>
  photo.example.pages.some((page) => layoutOf(page).spans.some((span) => isExact(span.text, photo))),
);
process.stdout.write(`ceiling: the seller is read exactly on ${readable.length}/${photos.length} pages\n`);
const settings: StandInHyperparameters = {
  epochCount: Number(flags.epochs),
  learningRate: Number(flags['learning-rate']),
  batchSize: 1,
  warmupSteps: 10,
  seed: Number(flags.seed),
};
const groupOf = flags.by === 'seller' ? (photo: Photo) => photo.seller : (photo: Photo) => photo.invoice;
const outcomes: Outcome[] = [];
for (const held of dealFolds(photos, groupOf, Number(flags.folds)))
  outcomes.push(...(await answerFold(photos, held, settings)));
process.stdout.write(`all folds: ${summary(outcomes, 'base')}; ${summary(outcomes, 'tuned')}\n`);
const wrong = outcomes.filter(({ photo, tuned }) => !isExact(tuned, photo));
for (const { photo, tuned } of flags.errors ? wrong : []) process.stdout.write(`  ${photo.seller} ← ${tuned}\n`);
