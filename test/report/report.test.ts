import { mkdtemp, readdir, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, type ReportInput, type ReportOptions, report, type Scores } from '../../src/toolkit/index.ts';
import { artifacts, pictureName, writePictures } from './support/report-artifacts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pageOf = async (input: ReportInput, options: Omit<ReportOptions, 'file'> = {}) => {
  const file = join(folder, 'report.html');
  const document = await report(input, { file, ...options });
  return { document, page: await readFile(file, 'utf8'), bytes: (await stat(file)).size };
};
const textOf = (page: string) =>
  page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const headings = (page: string) => [...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, text]) => text);

describe('a report', () => {
  it('has everything of a classification', async () => {
    const { page } = await pageOf(artifacts({ groups: true }));
    expect(headings(page)).toEqual([
      'Scores on 24 documents',
      'Comparison',
      'Classes',
      'Documents',
      'Training',
      'Data set',
      'Costs',
      'Versions and hashes',
      'What the numbers mean',
    ]);
    const text = textOf(page);
    for (const words of [
      'Rehearsal. The embedded local cloud trained its own small stand-in model.',
      'Too few documents to tell: 45.8 % → 79.2 % on 24 documents in 8 groups',
      'Balanced accuracy',
      'by 8 groups, for documents of one group are alike',
      'permutation of the signs of groups',
      'Confusion, tuned model',
      'Confusion, base model',
      'validation: Completed, 60 s; data processing: Completed, 29 min; training: Completed, 60 min',
      '3 of 24 documents have a label to look at',
      'image-unreadable: 1',
      'deleted by itself at 2026-11-20 15:40:00 UTC',
      '1.2.3, 20.19.0',
    ])
      expect(text).toContain(words);
  });

  it('has everything of an extraction', async () => {
    const text = textOf((await pageOf(artifacts({ kind: 'extraction' }))).page);
    for (const words of ['Correct after normalising', 'Equal character by character', 'Character error rate', 'ANLS'])
      expect(text).toContain(words);
    expect(text).not.toContain('Confusion, tuned');
  });

  it('says the same in Chinese, the verdict included', async () => {
    const { page } = await pageOf(artifacts(), { language: 'zh' });
    expect(page).toContain('<html lang="zh-CN">');
    expect(headings(page)).toEqual([
      '24 份文档上的得分',
      '比较',
      '类别',
      '文档',
      '训练',
      '数据集',
      '费用',
      '版本与哈希',
      '数字的含义',
    ]);
    expect(textOf(page)).toContain(
      '微调模型更好：24 份文档上 45.8 % → 79.2 %（差 +33.3 个百分点，95 % 区间 +5.9 至 +54.7）；改对 10 份，改错 2 份，McNemar 精确检验 p = 0.039。',
    );
    expect(textOf(page)).toContain('演练。');
  });

  it('says of what there is only, down to one model or none', async () => {
    const { base, createdAt, novatuneVersion, nodeVersion, dataset } = artifacts();
    const about = { title: 'T', createdAt, novatuneVersion, nodeVersion, rehearsal: false };
    const one = await pageOf({ ...about, ...(base && { base }) });
    expect(headings(one.page)).toEqual([
      'Scores on 24 documents',
      'Classes',
      'Documents',
      'Versions and hashes',
      'What the numbers mean',
    ]);
    expect(one.document.documents.map(({ change, count }) => [change, count])).toEqual([
      ['wrong', 13],
      ['right', 11],
    ]);
    expect(one.page).not.toContain('Rehearsal');
    const none = await pageOf({ ...about, ...(dataset && { dataset }) });
    expect(headings(none.page)).toEqual(['Data set', 'Versions and hashes', 'What the numbers mean']);
  });

  it('shows pictures of the data set and none from outside it', async () => {
    await writePictures(folder);
    const secret = join(folder, '..', `${folder.split('/').at(-1)}-secret.png`);
    await writeFile(secret, await readFile(join(folder, pictureName(0))));
    await unlink(join(folder, pictureName(1)));
    await symlink(secret, join(folder, pictureName(1)));
    await writeFile(join(folder, pictureName(2)), 'no picture');
    const { page, document } = await pageOf(artifacts({ folder }));
    const cards = document.documents.flatMap(({ cards }) => cards);
    const hidden = cards.filter(({ image }) => image === pictureName(1) || image === pictureName(2)).length;
    expect(page.match(/<img src="data:image\/jpeg;base64,/g)).toHaveLength(cards.length - hidden);
    expect(textOf(page)).toContain(`${hidden} pictures are left out`);
    await rm(secret);
  });

  it('replaces a page whole or not at all', async () => {
    const file = join(folder, 'report.html');
    await writeFile(file, 'old');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(report(artifacts({ folder }), { file, signal })).rejects.toThrow('enough');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['report.html']);
  });
});

describe('a report on 20,000 documents', () => {
  const LONG = '长'.repeat(3000);
  const scoresOf = (isWrong: (index: number) => boolean): Scores => {
    const outcomes = Array.from({ length: 20_000 }, (_, index): Outcome => {
      const about = { document: `${LONG}${index}`, truth: `${LONG}<${index}`, similarity: (index % 97) / 100 };
      return isWrong(index)
        ? { ...about, status: 'wrong', predicted: `&${LONG}` }
        : { ...about, status: 'correct', predicted: about.truth };
    });
    const right = outcomes.filter(({ status }) => status === 'correct').length;
    const accuracy = { successes: right, total: 20_000, value: right / 20_000, low: 0, high: 1 };
    const tokens = { input: 0, output: 0 };
    return {
      modelId: 'm',
      task: 'extraction',
      documents: 20_000,
      accuracy,
      unreadable: 0,
      missing: 0,
      tokens,
      outcomes,
    };
  };

  it('stays below its bound, shows the worst and counts the rest', async () => {
    const { base: _, tuned: __, comparison: ___, dataset: ____, ...about } = artifacts();
    const input = { ...about, base: scoresOf((index) => index % 2 === 0), tuned: scoresOf((index) => index % 4 === 1) };
    const { document, bytes, page } = await pageOf(input);
    expect(bytes).toBeLessThan(10_000_000);
    expect(
      document.documents.map(({ change, count, cards, rows }) => [change, count, cards.length, rows.length]),
    ).toEqual([
      ['broken', 5000, 24, 200],
      ['fixed', 10_000, 24, 200],
      ['still-right', 5000, 6, 0],
    ]);
    expect(document.documents[0]?.cards[0]?.tuned?.similarity).toBe(0);
    expect(textOf(page)).toContain('Broken: 5,000, 224 shown');
  });
});
