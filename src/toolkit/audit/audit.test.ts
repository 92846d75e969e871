import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Page, UnreadableImageError } from '../../pages/index.ts';
import type { LabelledDocument } from '../model/dataset.ts';
import { type AuditEvent, type AuditItem, type AuditOptions, audit } from './audit.ts';
import { auditGate } from './audit-gate.ts';
import type { AuditReport } from './audit-report.ts';
import { hashLabels } from './hash-labels.ts';
import { pictureKey, pictureOf, storedReader, vatInvoice } from './testing/invoice-pages.mts';

const SELLER = '佳作天成（北京）科技有限公司';
const BUYER = '中国科学院自动化研究所';

let folder: string;
let pages: Map<string, Page>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  pages = new Map();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A document whose image is read as the given page. */
async function documentWith(id: string, label: string, page?: Page): Promise<LabelledDocument> {
  const path = join(folder, id);
  const image = await pictureOf(id);
  await writeFile(path, image);
  if (page !== undefined) pages.set(pictureKey(image), page);
  return { id, path, label };
}

async function run(
  items: readonly AuditItem[],
  options: AuditOptions = { fieldDescription: '销售方' },
): Promise<{ events: AuditEvent[]; report: AuditReport }> {
  const reader = storedReader(pages, () => new UnreadableImageError('Expected an image.'));
  const work = audit(items, options, { reader });
  const events: AuditEvent[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { events, report: next.value };
    events.push(next.value);
  }
}

const invoice = (index: number) =>
  vatInvoice({ seller: SELLER, buyer: BUYER, number: String(10_203_040 + index * 7_654_321) });

describe('audit', () => {
  it('reads every page once and counts a document with several findings once', async () => {
    const items = [
      await documentWith('a.png', SELLER, invoice(0)),
      await documentWith('b.png', `销售方名称是${BUYER}。`, invoice(1)),
      await documentWith('c.png', SELLER, invoice(2)),
    ];
    const { events, report } = await run(items);
    expect(events.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/3', '2/3', '3/3']);
    expect(report.findings.map(({ document, code }) => `${document} ${code}`)).toEqual([
      'b.png label-of-other-field',
      'b.png label-chatter',
    ]);
    expect(report.proposals).toEqual([{ document: 'b.png', label: `销售方名称是${BUYER}。`, proposed: SELLER }]);
    expect(report.summary).toMatchObject({ flagged: 1, flaggedShare: 1 / 3, withErrors: 1, pagesRead: 3 });
    expect(report.labelsHash).toBe(hashLabels(items.toReversed()));
  });

  it('groups documents that show one page', async () => {
    const items = [
      await documentWith('a.png', SELLER, invoice(0)),
      await documentWith('b.png', SELLER, invoice(1)),
      await documentWith('c.png', BUYER, invoice(0)),
    ];
    const { report } = await run(items);
    expect(report.groups).toEqual([['a.png', 'c.png']]);
    expect(report.findings.filter(({ code }) => code === 'label-conflict').map(({ document }) => document)).toEqual([
      'c.png',
    ]);
  });

  it('reports images that cannot be read, files that are gone and rows that the source skipped', async () => {
    const items: AuditItem[] = [
      await documentWith('broken.png', SELLER),
      { id: 'gone.png', path: join(folder, 'gone.png'), label: SELLER },
      { id: 'x.png', code: 'image-missing', message: 'CSV line 4: expected the image x.png, but it is not there.' },
    ];
    const { events, report } = await run(items);
    expect(events.every(({ problem }) => problem !== undefined)).toBe(true);
    expect(report.documents).toBe(3);
    expect(report.findings.map(({ document, code, severity }) => `${document} ${code} ${severity}`)).toEqual([
      'broken.png page-unreadable error',
      'gone.png page-unreadable error',
      'x.png image-missing error',
    ]);
  });

  it('ends when it is told to, and when the reader fails for another reason than the image', async () => {
    const items = [await documentWith('a.png', SELLER, invoice(0))];
    await expect(run(items, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    const failing = { read: () => Promise.reject(new RangeError('broken tool')), close: async () => undefined };
    await expect(audit(items, {}, { reader: failing }).next()).rejects.toThrow('broken tool');
  });

  it('audits nothing without complaint', async () => {
    const { report } = await run([]);
    expect(report).toMatchObject({ documents: 0, findings: [], groups: [], summary: { flagged: 0, flaggedShare: 0 } });
    expect(auditGate(report).passed).toBe(true);
  });
});

describe('auditGate', () => {
  it('compares the flagged share with the limit', async () => {
    const { report } = await run([
      await documentWith('a.png', SELLER, invoice(0)),
      await documentWith('b.png', BUYER, invoice(1)),
    ]);
    expect(auditGate(report)).toMatchObject({ passed: false, flagged: 1, documents: 2 });
    expect(auditGate(report).message).toContain('1 of 2 labels (50.0 %); 5.0 % are allowed');
    expect(auditGate(report, { maxFlaggedShare: 0.5 }).passed).toBe(true);
    expect(() => auditGate(report, { maxFlaggedShare: Number.NaN })).toThrow(
      expect.objectContaining({ code: 'option-invalid' }),
    );
  });
});
