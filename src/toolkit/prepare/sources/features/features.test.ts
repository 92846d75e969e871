import { describe, expect, it } from 'vitest';
import { cardFeatures } from './card-features.ts';
import { chooseColumns } from './choose-columns.ts';
import { type Features, parseFeatures, parseFeaturesMetadata } from './feature.ts';

describe('parseFeaturesMetadata', () => {
  it('reads nested features, both ways to write lists, and passes unknown kinds on', () => {
    const features = {
      image: { decode: true, _type: 'Image' },
      label: { num_classes: 2, names: ['a', 'b'], id: null, _type: 'ClassLabel' },
      numbered: { names: null, _type: 'ClassLabel' },
      words: { feature: { dtype: 'string', _type: 'Value' }, length: -1, _type: 'Sequence' },
      pages: [{ _type: 'Image' }],
      box: { x: { dtype: 'int64', _type: 'Value' }, inner: { y: { dtype: 'bool', _type: 'Value' } } },
      sound: { sampling_rate: 16000, _type: 'Audio' },
    };
    const parsed = parseFeaturesMetadata(JSON.stringify({ info: { features }, fingerprint: 'x' }));
    expect(parsed).toEqual(
      new Map<string, unknown>([
        ['image', { kind: 'image' }],
        ['label', { kind: 'class-label', names: ['a', 'b'] }],
        ['numbered', { kind: 'class-label', names: [] }],
        ['words', { kind: 'list', item: { kind: 'value', dtype: 'string' } }],
        ['pages', { kind: 'list', item: { kind: 'image' } }],
        [
          'box',
          {
            kind: 'struct',
            fields: new Map<string, unknown>([
              ['x', { kind: 'value', dtype: 'int64' }],
              ['inner', { kind: 'struct', fields: new Map([['y', { kind: 'value', dtype: 'bool' }]]) }],
            ]),
          },
        ],
        ['sound', { kind: 'other', type: 'Audio' }],
      ]),
    );
  });

  it.each(['', '{', '[]', '{"info": {}}', '{"info": {"features": 3}}'])('finds none in %s', (text) => {
    expect(parseFeaturesMetadata(text)).toBeUndefined();
  });
});

describe('cardFeatures', () => {
  it('orders class names by their numbers and picks the config', () => {
    const names = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [String(index), `c${index}`]).reverse());
    const info = (config_name: string) => ({
      config_name,
      features: [
        { name: 'image', dtype: 'image' },
        { name: config_name, dtype: { class_label: { names } } },
      ],
    });
    const card = { dataset_info: [info('en'), info('zh')] };
    expect(cardFeatures(card, 'zh')?.get('zh')).toEqual({
      kind: 'class-label',
      names: Array.from({ length: 12 }, (_, index) => `c${index}`),
    });
    expect(cardFeatures(card, 'fr')).toBeUndefined();
    expect(cardFeatures({ dataset_info: info('en') }, 'default')?.get('image')).toEqual({ kind: 'image' });
    expect(cardFeatures(undefined, 'default')).toBeUndefined();
  });
});

describe('chooseColumns', () => {
  const value = (dtype: string) => ({ dtype, _type: 'Value' });
  const choose = (columns: Record<string, unknown>, options = {}) =>
    chooseColumns(parseFeatures(columns), options, 'x.parquet');
  const image = { _type: 'Image' };
  const label = { names: ['a'], _type: 'ClassLabel' };

  it('goes by what columns hold, then by common names', () => {
    expect(choose({ id: value('int64'), scan: image, kind: label })).toMatchObject({ image: 'scan', label: 'kind' });
    expect(choose({ scan: image, Label: value('string'), note: value('string') })).toMatchObject({ label: 'Label' });
    expect(choose({ scan: value('large_binary'), label: value('uint8') })).toMatchObject({ image: 'scan' });
    expect(
      choose(
        { a: image, b: image, x: label, y: label, g: value('string') },
        { imageColumn: 'b', labelColumn: 'x', groupColumn: 'g' },
      ),
    ).toMatchObject({ image: 'b', label: 'x', group: 'g' });
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['table-column-missing', { label }, {}],
    ['table-column-missing', { image, note: value('string') }, {}],
    ['table-column-missing', { image, label }, { groupColumn: 'paper' }],
    ['table-column-ambiguous', { image, front: image, label }, {}],
    ['table-column-ambiguous', { image, label, other: label }, {}],
    ['table-column-unusable', { image, label }, { labelColumn: 'image' }],
    ['table-column-unusable', { image: [image], label }, { imageColumn: 'image' }],
  ])('refuses with %s', (code, columns, options) => {
    expect(() => choose(columns, options)).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining('x.parquet') }),
    );
  });

  it('keeps the order of columns', () => {
    const features: Features = parseFeatures({ b: image, a: label });
    expect([...features.keys()]).toEqual(['b', 'a']);
  });
});
