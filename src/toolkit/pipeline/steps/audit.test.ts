import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnreadableImageError } from '../../../pages/index.ts';
import type { AuditReport } from '../../audit/index.ts';
import { pictureKey, pictureOf, storedReader, vatInvoice } from '../../audit/testing/invoice-pages.mts';
import { openRunFolder } from '../../run/index.ts';
import type { StepContext } from '../pipeline-step.ts';
import type { RecipeAudit } from '../recipe.ts';
import { auditStep } from './audit.ts';

const SELLERS = ['佳作天成（北京）科技有限公司', '北京思腾合力科技有限公司', '科大讯飞股份有限公司'];
const BUYER = '中国科学院自动化研究所';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-step-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Three invoices, one of them labelled with its buyer. */
async function contextWith(audit: RecipeAudit | undefined): Promise<StepContext> {
  await mkdir(join(folder, 'images'));
  const pages = new Map();
  for (const [index, seller] of SELLERS.entries()) {
    const image = await pictureOf(String(index));
    pages.set(pictureKey(image), vatInvoice({ seller, buyer: BUYER, number: String(11_111_111 * (index + 1)) }));
    await writeFile(join(folder, 'images', `${index}.png`), image);
  }
  const labels = join(folder, 'labels.csv');
  await writeFile(labels, `image,seller\n0.png,${SELLERS[0]}\n1.png,${BUYER}\n2.png,${SELLERS[2]}\n`);
  const recipe: StepContext['recipe'] = {
    name: 'audited',
    title: 'Audited',
    source: { kind: 'images-and-csv', images: join(folder, 'images'), labels },
    task: { kind: 'extraction', field: 'seller', answerFormat: 'text' },
    bucket: 'no-bucket',
    ...(audit && { audit }),
  };
  const run = await openRunFolder(join(folder, 'run'));
  const reader = storedReader(pages, () => new UnreadableImageError('Expected an image.'));
  // The step asks no cloud: what is missing here would throw.
  return { recipe, run, pages: reader, version: '0.0.0-test' } as StepContext;
}

async function drain(context: StepContext): Promise<string> {
  const work = auditStep.run(context);
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
  }
}

describe('the audit step', () => {
  it('is wanted when the recipe asks for it', async () => {
    const { recipe } = await contextWith(undefined);
    expect(auditStep.wanted(recipe)).toBe(false);
    expect(auditStep.wanted({ ...recipe, audit: {} })).toBe(true);
    expect(auditStep.wanted({ ...recipe, audit: false })).toBe(false);
  });

  it('keeps its report and ends the run when too many labels are flagged', async () => {
    const context = await contextWith({});
    await expect(drain(context)).rejects.toMatchObject({ code: 'audit-gate-closed', family: 'data' });
    const report = await context.run.read<AuditReport>('audit');
    expect(report?.findings.map(({ document, code }) => `${document} ${code}`)).toEqual(['1.png label-of-other-field']);
    expect(report?.proposals).toEqual([{ document: '1.png', label: BUYER, proposed: SELLERS[1] }]);
  });

  it('lets pass what the recipe allows', async () => {
    expect(await drain(await contextWith({ maxFlaggedShare: 0.4 }))).toContain('flags 1 of 3 labels');
  });
});
