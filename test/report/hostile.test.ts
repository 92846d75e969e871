import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReportDocument, type ReportOptions, renderMarkdown, report } from '../../src/toolkit/index.ts';
import { type ArtifactOptions, artifacts, type Texts } from './support/report-artifacts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><svg onload=alert(1)>',
  '<!--',
  ']]>',
  '| a | b |\n|---|---|',
  '`</code>`',
  '``` js\nalert(1)\n```',
  '[x](javascript:alert(1))',
  '![x](https://example.com/pixel.png)',
  '# heading',
  '@everyone #1 https://example.com',
  '\u202e\u0000\u2028\ud800',
];
const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 12 }));
const hostile = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => `x${parts.join('')}`);
const hostileTexts: fc.Arbitrary<Texts> = fc.record({
  name: hostile,
  group: hostile,
  truth: hostile,
  answer: hostile,
  message: hostile,
});
const kinds = fc.constantFrom<NonNullable<ArtifactOptions['kind']>>('classification', 'extraction');

async function make(options: ArtifactOptions, how: Omit<ReportOptions, 'file'> = {}) {
  const file = join(folder, 'report.html');
  const input = artifacts({ documents: 8, groups: true, ...options });
  const document = await report(input, { file, ...how });
  return { document, page: await readFile(file, 'utf8') };
}

/** Names of tags and of their attributes, in order: what a parser makes of the page. */
const skeleton = (page: string): string[] =>
  (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, '=').replace(/\s+/g, ' '));

describe('text of documents and answers', () => {
  it('never becomes markup of the page', async () => {
    await fc.assert(
      fc.asyncProperty(hostileTexts, kinds, async (texts, kind) => {
        const [plain, other] = [await make({ kind }), await make({ kind, texts })];
        // Values that a reader takes for equal or empty change what is counted, not what is allowed.
        const allowed = new Set(skeleton(plain.page));
        expect(skeleton(other.page).filter((tag) => !allowed.has(tag) && !KNOWN.test(tag))).toEqual([]);
        expect(other.page.match(/<script/g)).toHaveLength(1);
        expect(other.page).not.toMatch(/<img src="(?!data:)/);
      }),
      { numRuns: 25 },
    );
  });

  it('never becomes structure of the Markdown', async () => {
    const { document } = await make({});
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, title, jobName) => {
        const text = renderMarkdown(hostileDocument(document, name, title, jobName), `out/${name}.html`);
        const lines = text.split('\n');
        expect(lines).toHaveLength(renderMarkdown(document, 'report.html').split('\n').length);
        const spans = text.replace(/`[^`]*`/g, '');
        expect(spans).not.toMatch(/[`<]/);
        expect(spans.split('\n').filter((line) => line.startsWith('## '))).toHaveLength(1);
        expect(spans.match(/\]\(/g)).toHaveLength(1);
        const [heading = ''] = lines;
        expect(heading.slice(3)).not.toMatch(/[[\]()*_!~|>\\]|@[a-z]/);
        for (const row of lines.filter((line) => line.startsWith('|'))) expect(row.match(/\|/g)).toHaveLength(4);
      }),
    );
  });
});

/** Tags that are there or not by what is counted. */
const KNOWN =
  /^<\/?(span|em|figure|figcaption|dl|dt|dd|div|tr|td|th|li|ul|h3|details|summary|p|table|caption|thead|tbody)( (class|lang|scope|aria-hidden|style|title|tabindex|role|aria-label)=)*>$/;

const hostileDocument = (document: ReportDocument, name: string, title: string, jobName: string): ReportDocument => ({
  ...document,
  title,
  ...(document.job && { job: { ...document.job, job_name: jobName } }),
  documents: document.documents.map((group) => ({
    ...group,
    cards: group.cards.map((example) => ({ ...example, document: name })),
  })),
});

describe('--redact', () => {
  const MARK = 'Zeppelin';
  const texts = { name: MARK, group: MARK, truth: MARK, answer: MARK, message: MARK };

  it.each(['classification', 'extraction'] as const)('leaves no text of documents in a report on %s', async (kind) => {
    expect((await make({ kind, texts })).page).toContain(MARK);
    const { page, document } = await make({ kind, texts }, { redact: true });
    for (const text of [page, JSON.stringify(document), renderMarkdown(document)]) {
      expect(text).not.toContain(MARK);
      expect(text).not.toContain('images/');
    }
    expect(page).not.toContain('<img');
    expect(page).toContain('Redacted.');
  });

  it('keeps classes of the closed set, counts, scores and codes of findings', async () => {
    const { document, page } = await make({ texts }, { redact: true });
    const shown = document.documents.flatMap(({ cards }) => cards);
    expect(new Set(shown.map(({ truth }) => truth))).toEqual(new Set(['invoice', 'letter', 'memo']));
    expect(shown.some(({ tuned }) => tuned?.status === 'unreadable' && tuned.text === undefined)).toBe(true);
    expect(document.audit).toMatchObject({
      flagged: 3,
      examples: [],
      leftOut: 1,
      counts: [{ code: 'label-odd', count: 1 }],
    });
    expect(page).toContain('label-odd');
  });

  it('gives a document the same name again, which does not follow from its name alone', async () => {
    const names = async (change: ArtifactOptions = {}) =>
      (await make(change, { redact: true })).document.documents.flatMap(({ cards }) =>
        cards.map((one) => one.document),
      );
    const first = await names();
    expect(new Set(first).size).toBe(8);
    expect(await names()).toEqual(first);
    expect((await names({ documents: 9 })).filter((name) => first.includes(name))).toEqual([]);
  });
});
