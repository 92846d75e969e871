import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassificationTask } from '../../model/task.ts';
import { classesNamed, rvlCdipClasses } from '../classes.ts';
import { checkLabels, type LabelCheck } from './check-labels.ts';
import { foldLabel, nearestName } from './fold-label.ts';
import { mapLabel, readLabelMapping } from './label-mapping.ts';

const NAMES = rvlCdipClasses().map(({ name }) => name);

describe('nearestName', () => {
  it.each([
    ['Advertissement', 'advertisement'],
    ['scientific report', 'scientific_report'],
    ['SCIENTIFIC-REPORT', 'scientific_report'],
    ['e-mail', 'email'],
    ['resumé', 'resume'],
    ['ｍｅｍｏ', 'memo'],
  ])('takes %s for %s', (label, name) => expect(nearestName(label, NAMES)).toBe(name));

  it.each(['contract', 'me', 'x', ''])('knows no class like %j', (label) =>
    expect(nearestName(label, NAMES)).toBeUndefined(),
  );

  it('proposes nothing when two names are equally near', () => {
    expect(nearestName('form3', ['form1', 'form2'])).toBeUndefined();
  });

  it('finds a name again after a swap of case, separators or one letter', () => {
    const change = fc.record({ name: fc.constantFrom(...NAMES), at: fc.nat(30), letter: fc.constantFrom(...'qxz') });
    fc.assert(
      fc.property(change, ({ name, at, letter }) => {
        const spoilt = `${name.slice(0, at)}${letter}${name.slice(at + 1)}`;
        expect(nearestName(spoilt, NAMES) ?? spoilt).toBe(name);
        expect(foldLabel(name.toUpperCase().replaceAll('_', ' - '))).toBe(foldLabel(name));
      }),
    );
  });
});

describe('checkLabels', () => {
  const task: ClassificationTask = {
    kind: 'classification',
    answerFormat: 'json',
    field: 'type',
    classes: rvlCdipClasses(),
  };
  const check = (changes: Partial<LabelCheck>) =>
    checkLabels({ task, mapping: new Map(), labels: new Map(), source: 'data', ...changes });
  const numbered = (names: readonly string[]) => new Map(names.map((name, index) => [String(index), name]));

  it('accepts the mapping that says what the data set says, in any spelling', () => {
    const ownNames = NAMES.map((name) => name.replaceAll('_', ' '));
    expect(check({ mapping: numbered(NAMES), ownNames })).toEqual([]);
  });

  it('refuses a mapping made for a copy of the data set with another order, and names both', () => {
    const sorted = NAMES.toSorted();
    const findings = check({ mapping: numbered(sorted), ownNames: NAMES });
    expect(findings.every(({ code, severity }) => code === 'label-map-conflict' && severity === 'error')).toBe(true);
    expect(findings[0]?.message).toContain('number 0 to mean "letter"');
    expect(findings[0]?.message).toContain('"advertisement", which is number 4');
  });

  it('finds every swap of two numbers', () => {
    const two = fc.uniqueArray(fc.nat(15), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(two, ([a = 0, b = 0]) => {
        const names = [...NAMES];
        [names[a], names[b]] = [names[b] ?? '', names[a] ?? ''];
        const findings = check({ mapping: numbered(names), ownNames: NAMES });
        expect(findings.filter(({ code }) => code === 'label-map-conflict')).toHaveLength(2);
      }),
    );
  });

  it('warns of renaming, which may be meant', () => {
    expect(check({ mapping: new Map([['0', 'invoice']]), ownNames: ['Rechnung', 'Brief'] })).toMatchObject([
      { code: 'label-map-renames', severity: 'warning' },
    ]);
  });

  it('proposes a class for near misses and lists the rest', () => {
    const labels = new Map([...NAMES.map((name) => [name, 3] as const), ['advertissement', 2], ['contract', 1]]);
    expect(check({ labels }).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'label-near-miss: Expected a class of the list, but 2 documents have "advertissement", which is probably "advertisement".',
      expect.stringMatching(/^label-outside-classes: .* but 1 document has "contract"\.$/),
    ]);
  });

  it('looks at targets of the mapping, at classes spelt alike and at classes without documents', () => {
    const classes = classesNamed(['invoice', 'invoices', 'letter']);
    const labels = new Map([['invoice', 1]]);
    const mapping = new Map([['a', 'leter']]);
    expect(check({ task: { ...task, classes }, labels, mapping }).map(({ code }) => code)).toEqual([
      'class-near-miss',
      'label-near-miss',
      'class-without-documents',
    ]);
  });
});

describe('label mapping', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mapping-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  it('reads JSON and CSV alike', async () => {
    const expected = new Map([
      ['0', 'letter'],
      ['发票', 'invoice'],
    ]);
    expect(await readLabelMapping(await file('a.json', '{"0": "letter", "发票": "invoice"}'))).toEqual(expected);
    expect(await readLabelMapping(await file('a.csv', '\uFEFFraw,class\n0,letter\n发票,invoice\n'))).toEqual(expected);
  });

  it.each([
    ['not JSON', 'b.json', '{'],
    ['a list', 'c.json', '["letter"]'],
    ['one raw label with two classes', 'd.csv', 'raw,class\n0,letter\n0,memo\n'],
    ['one column', 'e.csv', 'raw\n0\n'],
    ['nothing', 'f.csv', ''],
  ])('refuses %s', async (_, name, text) => {
    await expect(readLabelMapping(await file(name, text))).rejects.toMatchObject({ code: 'label-mapping-invalid' });
  });

  it('treats a number and the name it has in the data set as one', () => {
    const mapping = new Map([['2', 'e-mail']]);
    expect(mapLabel('2', mapping, NAMES)).toBe('e-mail');
    expect(mapLabel('email', mapping, NAMES)).toBe('e-mail');
    expect(mapLabel('0', mapping, NAMES)).toBe('letter');
    expect(mapLabel('99', mapping, NAMES)).toBe('99');
    expect(mapLabel('0', new Map(), [])).toBe('0');
  });
});
