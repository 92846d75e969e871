import { InputError } from '../../errors.ts';

/** Columns of a CSV file that the user named; absent ones are recognised by common names. */
export interface ColumnOptions {
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  /** Never guessed. */
  readonly groupColumn?: string;
}

/** Positions of the columns in each row. */
export interface Columns {
  readonly image: number;
  readonly label: number;
  readonly group?: number;
}

const IMAGE_NAMES = [
  'image',
  'images',
  'file',
  'filename',
  'file_name',
  'file_path',
  'filepath',
  'image_path',
  'image_name',
  'path',
  '图片名称',
  '图片路径',
  '图片',
  '文件名',
  '文件名称',
  '文件路径',
];
const LABEL_NAMES = [
  'label',
  'class',
  'type',
  'category',
  'seller',
  'answer',
  'text',
  '销售方',
  '销售方名称',
  '标签',
  '标注',
  '类别',
  '类型',
  '分类',
];

/**
 * Finds the columns in the header row.
 * @throws InputError `csv-column-missing`, `csv-column-ambiguous`
 */
export function findColumns(header: readonly string[], options: ColumnOptions, file: string): Columns {
  const names = header.map((name) => name.trim());
  const image = findColumn(names, 'image', options.imageColumn, IMAGE_NAMES, file);
  const label = findColumn(names, 'label', options.labelColumn, LABEL_NAMES, file);
  if (options.groupColumn === undefined) return { image, label };
  return { image, label, group: findColumn(names, 'group', options.groupColumn, [], file) };
}

function findColumn(
  header: readonly string[],
  role: string,
  wanted: string | undefined,
  commonNames: readonly string[],
  file: string,
): number {
  const matches = header.flatMap((name, index) =>
    (wanted === undefined ? commonNames.includes(name.toLowerCase()) : name === wanted) ? [index] : [],
  );
  const [first, second] = matches;
  const columns = header.map((name) => JSON.stringify(name)).join(', ');
  if (first === undefined) {
    const expected = wanted === undefined ? `one of ${commonNames.join(', ')}` : JSON.stringify(wanted);
    throw new InputError(
      'csv-column-missing',
      `Expected a ${role} column (${expected}) in ${file}, but it has ${columns}.`,
      {
        remedy: `Name the ${role} column.`,
      },
    );
  }
  if (second !== undefined) {
    throw new InputError(
      'csv-column-ambiguous',
      `Expected one ${role} column in ${file}, but several fit: ${columns}.`,
      {
        remedy: wanted === undefined ? `Name the ${role} column.` : 'Give each column its own name.',
      },
    );
  }
  return first;
}
