import { InputError } from '../../../errors.ts';
import type { ColumnOptions } from '../csv-columns.ts';
import { describeFeature, type Feature, type Features } from './feature.ts';

/** The columns that make a document. */
export interface TableColumns {
  readonly image: string;
  readonly label: string;
  readonly labelFeature: Feature;
  readonly group?: string;
}

const LABEL_NAMES = [
  'label',
  'labels',
  'class',
  'category',
  'type',
  'fine_label',
  'answer',
  'seller',
  '销售方',
  '销售方名称',
  '标签',
];
const LABEL_TYPES = /^(large_)?string$|^u?int(8|16|32|64)$/;

/**
 * Finds the columns by what they hold: the image column is the one image; the label column is the one class label, else the one
 * column of text or whole numbers with a common name.
 * @throws InputError `table-column-missing`, `table-column-ambiguous`, `table-column-unusable`
 */
export function chooseColumns(features: Features, options: ColumnOptions, table: string): TableColumns {
  const image = choose(features, 'image', options.imageColumn, isImage, [isImage], table);
  const label = choose(
    features,
    'label',
    options.labelColumn,
    isLabel,
    [
      ({ kind }) => kind === 'class-label',
      (feature, name) => isLabel(feature) && LABEL_NAMES.includes(name.toLowerCase()),
    ],
    table,
  );
  const found = { image: image.name, label: label.name, labelFeature: label.feature };
  if (options.groupColumn === undefined) return found;
  return { ...found, group: choose(features, 'group', options.groupColumn, isLabel, [], table).name };
}

const isImage = (feature: Feature): boolean =>
  feature.kind === 'image' || (feature.kind === 'value' && /^(large_)?binary$/.test(feature.dtype));

const isLabel = (feature: Feature): boolean =>
  feature.kind === 'class-label' || (feature.kind === 'value' && LABEL_TYPES.test(feature.dtype));

function choose(
  features: Features,
  role: string,
  wanted: string | undefined,
  usable: (feature: Feature) => boolean,
  recognise: readonly ((feature: Feature, name: string) => boolean)[],
  table: string,
): { readonly name: string; readonly feature: Feature } {
  const columns = [...features]
    .map(([name, feature]) => `${JSON.stringify(name)} (${describeFeature(feature)})`)
    .join(', ');
  const missing = (expected: string) =>
    new InputError('table-column-missing', `Expected ${expected} in ${table}, but it has ${columns}.`, {
      remedy: `Name the ${role} column.`,
    });
  if (wanted !== undefined) {
    const feature = features.get(wanted);
    if (feature === undefined) throw missing(`a ${role} column ${JSON.stringify(wanted)}`);
    if (usable(feature)) return { name: wanted, feature };
    throw new InputError(
      'table-column-unusable',
      `Expected ${role === 'image' ? 'images' : 'text, whole numbers or class labels'} in the column ${JSON.stringify(wanted)} of ${table}, but it holds ${describeFeature(feature)}.`,
      { remedy: `Name another ${role} column.` },
    );
  }
  for (const fits of recognise) {
    const [first, second] = [...features].filter(([name, feature]) => fits(feature, name));
    if (first !== undefined && second === undefined) return { name: first[0], feature: first[1] };
    if (second === undefined) continue;
    const message = `Expected one ${role} column in ${table}, but several fit: ${columns}.`;
    throw new InputError('table-column-ambiguous', message, { remedy: `Name the ${role} column.` });
  }
  throw missing(`a ${role} column`);
}
