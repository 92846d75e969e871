/**
 * How good is the label audit? Precision and recall of its flags, and how often its proposals are the truth.
 * On photos with real label errors, when they are there, and on drawn invoices into whose labels errors are put.
 * The truth is used for scoring alone: the audit sees labels and pages.
 *
 *   npx tsx bench/audit-quality.ts [--photos folder] [--documents 60] [--seed 7] [--wrong-share 0.33] [--misses]
 *
 * The folder holds images/, labels_llm.csv (audited) and labels_verified.csv (truth: image, seller, invoice_number).
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { normalizeText, openPageReader, type PageReader } from '../src/pages/index.ts';
import { drawInvoice, type SampleChoice } from '../src/samples/index.ts';
import { type AuditReport, audit } from '../src/toolkit/audit/index.ts';
import { type Fault, putFault } from './support/label-faults.ts';

interface Case {
  readonly id: string;
  readonly path: string;
  readonly label: string;
  readonly truth: string;
  /** What was done to the label; undefined when nothing or not known. */
  readonly fault?: Fault;
}

const { values: flags } = parseArgs({
  options: {
    photos: { type: 'string', default: '../shared/data/vat-invoices' },
    cache: { type: 'string', default: '.novatune/pages' },
    drawn: { type: 'string', default: '.novatune/audit-bench' },
    documents: { type: 'string', default: '60' },
    seed: { type: 'string', default: '7' },
    'wrong-share': { type: 'string', default: '0.33' },
    misses: { type: 'boolean', default: false },
  },
});

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

async function readPhotos(folder: string): Promise<Case[]> {
  const rows = async (file: string) =>
    parse(await readFile(path.join(folder, file), 'utf8'), { columns: true, bom: true }) as Record<string, string>[];
  const truths = new Map((await rows('labels_verified.csv')).map((row) => [row.image, row.seller ?? '']));
  return (await rows('labels_llm.csv')).flatMap((row) => {
    const [id = '', label = ''] = Object.values(row);
    const truth = truths.get(id);
    return truth === undefined ? [] : [{ id, path: path.join(folder, 'images', id), label, truth }];
  });
}

/** Invoices of one market of 14 sellers, or each of a market of its own: then no page can vouch for another's spelling. */
async function drawCases(count: number, wrongShare: number, choose: (at: number) => SampleChoice): Promise<Case[]> {
  await mkdir(flags.drawn, { recursive: true });
  const drawn: { readonly id: string; readonly path: string; readonly seller: string; readonly buyer: string }[] = [];
  for (let at = 0; at < count; at++) {
    const choice = choose(at);
    const sample = await drawInvoice(choice);
    const file = path.resolve(flags.drawn, `${choice.seed}-${sample.name}`);
    if (!existsSync(file)) await writeFile(file, sample.bytes);
    drawn.push({
      id: path.basename(file),
      path: file,
      seller: sample.truth.seller ?? '',
      buyer: sample.truth.buyer ?? '',
    });
  }
  return drawn.map(({ id, path: file, seller, buyer }, index) => {
    const others = drawn.map((other) => other.seller).filter((name) => name !== seller);
    const fault = putFault({ seller, buyer, others }, index, wrongShare);
    return { id, path: file, truth: seller, label: fault.label, ...(fault.fault && { fault: fault.fault }) };
  });
}

async function auditCases(cases: readonly Case[], reader: PageReader): Promise<AuditReport> {
  const work = audit(cases, { fieldDescription: '销售方名称' }, { reader });
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
  }
}

/** What audits of one document each would say, for scoring. */
function together(reports: readonly AuditReport[]): Pick<AuditReport, 'findings' | 'proposals' | 'groups'> {
  return {
    findings: reports.flatMap(({ findings }) => findings),
    proposals: reports.flatMap(({ proposals }) => proposals),
    groups: [],
  };
}

/** Wilson 95 % interval. */
function share(hits: number, of: number): string {
  if (of === 0) return 'none';
  const z = 1.96;
  const p = hits / of;
  const centre = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  const percent = (value: number) => (100 * Math.min(1, Math.max(0, value))).toFixed(0);
  return `${hits}/${of} = ${(100 * p).toFixed(1)} % [${percent(centre - half)}, ${percent(centre + half)}]`;
}

function score(
  title: string,
  cases: readonly Case[],
  report: Pick<AuditReport, 'findings' | 'proposals' | 'groups'>,
): void {
  const flagged = new Set(
    report.findings.filter(({ severity }) => severity !== 'info').map(({ document }) => document),
  );
  const noticed = new Set(report.findings.map(({ document }) => document));
  const proposed = new Map(report.proposals.map((proposal) => [proposal.document, proposal.proposed]));
  const same = (a: string, b: string) => normalizeText(a) === normalizeText(b);
  const wrong = cases.filter(({ label, truth }) => !same(label, truth));
  const right = cases.filter((one) => !wrong.includes(one));
  const inexact = cases.filter(({ label, truth }) => label !== truth);
  const hits = (set: ReadonlySet<string>, of: readonly Case[]) => of.filter(({ id }) => set.has(id)).length;
  print(
    `\n${title}: ${cases.length} documents, ${wrong.length} wrong, ${inexact.length} not exact, ${report.groups.length} groups`,
  );
  print(`  right labels flagged ${share(hits(flagged, right), right.length)}`);
  print(`  recall     ${share(hits(flagged, wrong), wrong.length)}`);
  print(`  precision  ${share(hits(flagged, wrong), hits(flagged, cases))}`);
  print(
    `  exact, with infos: recall ${share(hits(noticed, inexact), inexact.length)}, precision ${share(hits(noticed, inexact), hits(noticed, cases))}`,
  );
  const proposals = wrong.filter(({ id }) => proposed.has(id));
  print(
    `  proposals for wrong labels ${proposals.length}/${wrong.length}: equal to the truth ${share(proposals.filter(({ id, truth }) => same(proposed.get(id) ?? '', truth)).length, proposals.length)}, exactly ${share(proposals.filter(({ id, truth }) => proposed.get(id) === truth).length, proposals.length)}`,
  );
  for (const fault of new Set(cases.flatMap((one) => one.fault ?? []))) {
    const of = cases.filter((one) => one.fault === fault);
    print(`    ${fault.padEnd(16)} flagged ${share(hits(flagged, of), of.length)}`);
  }
  if (!flags.misses) return;
  for (const one of cases) {
    const isWrong = wrong.includes(one);
    const bad = isWrong !== flagged.has(one.id) || (isWrong && !same(proposed.get(one.id) ?? '', one.truth));
    if (!bad) continue;
    const codes = report.findings
      .filter(({ document }) => document === one.id)
      .map(({ code, severity }) => `${code}/${severity}`);
    print(
      `    ${one.id} ${isWrong ? 'wrong' : 'right'} ${JSON.stringify(one.label)} truth ${one.truth} → ${proposed.get(one.id) ?? '–'} (${codes.join(', ')})`,
    );
  }
}

const reader = openPageReader({ cacheFolder: flags.cache });
try {
  if (existsSync(path.join(flags.photos, 'labels_llm.csv'))) {
    const photos = await readPhotos(flags.photos);
    const report = await auditCases(photos, reader);
    print(JSON.stringify(report.summary));
    score('photos', photos, report);
    const alone = await Promise.all(photos.map((photo) => auditCases([photo], reader)));
    score('photos, each audited alone', photos, together(alone));
    const right = photos.map((photo) => ({ ...photo, label: photo.truth }));
    score('photos with their true labels', right, await auditCases(right, reader));
  } else print(`no photos in ${flags.photos}`);
  const [count, seed, wrongShare] = [Number(flags.documents), Number(flags.seed), Number(flags['wrong-share'])];
  if (count > 0) {
    const shared = await drawCases(count, wrongShare, (index) => ({ seed, index }));
    score('drawn invoices, 14 sellers', shared, await auditCases(shared, reader));
    const alone = await drawCases(count, wrongShare, (at) => ({ seed: seed + 1 + at, index: 0 }));
    score('drawn invoices, each of another seller', alone, await auditCases(alone, reader));
  }
} finally {
  await reader.close();
}
