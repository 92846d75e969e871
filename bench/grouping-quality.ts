/**
 * How well does the audit group photos of one paper? Precision, recall and F1 over pairs, number of groups, and time
 * at 20,000 documents. On real photos when they are there, and on drawn invoices of a few sellers and buyers.
 * The invoice numbers of the labels are used for scoring alone: grouping sees pages and images.
 *
 *   npx tsx bench/grouping-quality.ts [--photos folder] [--invoices 12] [--per-invoice 4] [--seeds 1,2,3] [--classes 3] [--scale 20000]
 *
 * The folder holds images/ and labels_verified.csv (image, …, invoice_number). About a second of one core for each page that is not cached.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { openPageReader, type Page, type PageReader, perceptualHash } from '../src/pages/index.ts';
import { DOCUMENT_CLASSES, drawDocument, drawInvoice } from '../src/samples/index.ts';
import { groupDocuments } from '../src/toolkit/audit/index.ts';

const { values: flags } = parseArgs({
  options: {
    photos: { type: 'string', default: '../shared/data/vat-invoices' },
    cache: { type: 'string', default: '.novatune/pages' },
    invoices: { type: 'string', default: '12' },
    'per-invoice': { type: 'string', default: '4' },
    seeds: { type: 'string', default: '1,2,3' },
    classes: { type: 'string', default: '3' },
    scale: { type: 'string', default: '20000' },
  },
});

interface Case {
  /** What the document truly belongs to. */
  readonly paper: string;
  readonly page: Page;
  readonly print: { readonly sha256: string; readonly perceptualHash: string };
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

async function readCase(reader: PageReader, paper: string, image: Uint8Array): Promise<Case> {
  const page = await reader.read(image);
  const sha256 = createHash('sha256').update(image).digest('hex');
  return { paper, page, print: { sha256, perceptualHash: await perceptualHash(image) } };
}

async function readPhotos(reader: PageReader, folder: string): Promise<Case[]> {
  const text = await readFile(path.join(folder, 'labels_verified.csv'), 'utf8');
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  const cases: Case[] = [];
  for (const { image = '', invoice_number: paper = '' } of rows) {
    cases.push(await readCase(reader, paper, await readFile(path.join(folder, 'images', image))));
  }
  return cases;
}

async function drawInvoices(reader: PageReader, seed: number, invoices: number, photos: number): Promise<Case[]> {
  const cases: Case[] = [];
  for (let at = 0; at < invoices * photos; at++) {
    const { bytes, truth } = await drawInvoice({ seed, index: Math.floor(at / photos), photo: at % photos });
    cases.push(await readCase(reader, truth.invoiceNumber ?? '', bytes));
  }
  return cases;
}

/** Every page is a paper of its own. */
async function drawPages(reader: PageReader, perClass: number): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { name } of DOCUMENT_CLASSES) {
    for (let index = 0; index < perClass; index++) {
      const { bytes } = await drawDocument(name, { seed: 1, index });
      cases.push(await readCase(reader, `${name} ${index}`, bytes));
    }
  }
  return cases;
}

function score(title: string, cases: readonly Case[]): void {
  const { groups, twins } = groupDocuments(cases);
  const groupOf = new Map(groups.flatMap((members, group) => members.map((at) => [at, group] as const)));
  const count = { right: 0, wrong: 0, missed: 0 };
  cases.forEach((one, a) => {
    cases.slice(a + 1).forEach((other, next) => {
      const isFound = groupOf.has(a) && groupOf.get(a) === groupOf.get(a + 1 + next);
      const isTrue = one.paper === other.paper;
      if (isFound && isTrue) count.right++;
      else if (isFound) count.wrong++;
      else if (isTrue) count.missed++;
    });
  });
  const { right, wrong, missed } = count;
  const papers = new Set(cases.map(({ paper }) => paper)).size;
  const found = groups.length + cases.length - groupOf.size;
  const share = (of: number): string => (of === 0 ? 'none' : `${right}/${of} = ${((100 * right) / of).toFixed(1)} %`);
  const f1 = right + wrong + missed === 0 ? 'none' : ((2 * right) / (2 * right + wrong + missed)).toFixed(3);
  print(
    `${title}: ${cases.length} documents, ${papers} papers → ${found} groups; pairs: precision ${share(right + wrong)}, recall ${share(right + missed)}, F1 ${f1}, wrong ${wrong}; ${twins.length} twins`,
  );
}

/** Small random sets: rarity means least there. */
function scoreSmall(title: string, cases: readonly Case[], size: number, rounds: number): void {
  const total = { right: 0, wrong: 0, missed: 0 };
  let state = 1;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  for (let round = 0; round < rounds; round++) {
    const chosen = cases
      .map((one) => ({ one, order: next() }))
      .sort((a, b) => a.order - b.order)
      .slice(0, size)
      .map(({ one }) => one);
    const { groups } = groupDocuments(chosen);
    chosen.forEach((one, a) => {
      for (let b = a + 1; b < chosen.length; b++) {
        const isFound = groups.some((group) => group.includes(a) && group.includes(b));
        const isTrue = one.paper === chosen[b]?.paper;
        if (isFound && isTrue) total.right++;
        else if (isFound) total.wrong++;
        else if (isTrue) total.missed++;
      }
    });
  }
  print(
    `${title}, ${rounds} random sets of ${size}: pairs right ${total.right}, wrong ${total.wrong}, missed ${total.missed}`,
  );
}

/** The page as a worse reader sees it: lines lost and characters misread by chance, the same on every run. */
function degrade(page: Page, seed: string, lost: number, slips: number): Page {
  let draws = 0;
  const chance = (): number => createHash('sha256').update(`${seed} ${draws++}`).digest().readUInt32BE() / 2 ** 32;
  const misread = (text: string): string =>
    text.replace(/[\p{L}\d]/gu, (mark) => (chance() < slips ? `${Math.floor(chance() * 10)}` : mark));
  const lines = page.lines.filter(() => chance() >= lost);
  return { ...page, lines: lines.map((line) => ({ ...line, text: misread(line.text) })) };
}

/** By their text alone. */
function scoreDegraded(title: string, cases: readonly Case[]): void {
  const steps: readonly (readonly [lost: number, slips: number])[] = [
    [0.2, 0.01],
    [0.3, 0.03],
    [0.4, 0.05],
  ];
  for (const [lost, slips] of steps) {
    const worse = cases.map(({ paper, page, print: own }, at) => ({
      paper,
      page: degrade(page, `${at}`, lost, slips),
      print: { ...own, perceptualHash: createHash('sha256').update(`${at}`).digest('hex').slice(0, 16) },
    }));
    score(`${title}, ${lost * 100} % of lines lost, ${slips * 100} % of characters misread`, worse);
  }
}

/** Pages of the same make in rounds: in each, two numbers in three become others, so that every round has papers of its own and firms in common. */
function measureScale(cases: readonly Case[], count: number): void {
  const pages = Array.from({ length: count }, (_, at): Page => {
    const { page } = cases[at % cases.length] as Case;
    const round = Math.floor(at / cases.length);
    return { ...page, lines: page.lines.map((line) => ({ ...line, text: renumber(line.text, round) })) };
  });
  const start = performance.now();
  const { groups } = groupDocuments(pages.map((page) => ({ page })));
  const seconds = (performance.now() - start) / 1000;
  print(`${count} pages: ${seconds.toFixed(1)} s, ${groups.length} groups`);
}

/** The same text gives the same one in the same round. */
function renumber(text: string, round: number): string {
  const hash = createHash('sha256').update(text).digest();
  if (round === 0 || !/\d{4}/u.test(text) || (hash[0] ?? 0) % 3 === 0) return text;
  const figures = createHash('sha256')
    .update(`${round} ${text.replace(/\D/gu, '')}`)
    .digest();
  let at = 0;
  return text.replace(/\d/gu, () => `${(figures[at++ % figures.length] ?? 0) % 10}`);
}

const reader = openPageReader({ cacheFolder: flags.cache });
try {
  const photos = existsSync(path.join(flags.photos, 'labels_verified.csv'))
    ? await readPhotos(reader, flags.photos)
    : [];
  if (photos.length > 0) {
    score('photos', photos);
    scoreDegraded('photos', photos);
    for (const size of [2, 4, 8, 20]) scoreSmall('photos', photos, size, 200);
  } else print(`no photos in ${flags.photos}`);
  const drawn: Case[] = [];
  for (const seed of flags.seeds.split(',').map(Number)) {
    const cases = await drawInvoices(reader, seed, Number(flags.invoices), Number(flags['per-invoice']));
    score(`drawn invoices, seed ${seed}`, cases);
    drawn.push(...cases);
  }
  if (drawn.length > 0) {
    score('drawn invoices of all seeds', drawn);
    scoreDegraded('drawn invoices', drawn);
    for (const size of [2, 4, 8, 20]) scoreSmall('drawn invoices', drawn, size, 200);
    for (const count of [Number(flags.scale) / 4, Number(flags.scale)]) if (count > 0) measureScale(drawn, count);
  }
  if (Number(flags.classes) > 0) score('drawn pages of 16 classes', await drawPages(reader, Number(flags.classes)));
} finally {
  await reader.close();
}
