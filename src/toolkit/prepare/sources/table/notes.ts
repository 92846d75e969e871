import type { TableColumns } from '../features/choose-columns.ts';
import type { SamplingPlan, SamplingTable } from '../sampling/plan-sampling.ts';
import type { SourceNote } from '../source.ts';

/** Class labels without names are shown by number. */
export function noteOfLabels({ label, labelFeature }: TableColumns): SourceNote | undefined {
  if (labelFeature.kind === 'value' && labelFeature.dtype.includes('int')) {
    return {
      code: 'labels-without-names',
      message: `The column ${JSON.stringify(label)} holds numbers and the data set names no classes: labels are the numbers.`,
    };
  }
  if (labelFeature.kind !== 'class-label') return undefined;
  return {
    code: 'class-names',
    message: `The data set names its classes in the column ${JSON.stringify(label)}: ${labelFeature.names.join(', ')}.`,
  };
}

export function noteOfPlan(plan: SamplingPlan, tables: readonly SamplingTable[], totalBytes: number): SourceNote {
  const rows = plan.rows.reduce((sum, one) => sum + one.length, 0);
  const allRows = tables.reduce((sum, { labels }) => sum + labels.length, 0);
  const pieces = tables.reduce((sum, one) => sum + one.pieces.length, 0);
  return {
    code: 'sampling-plan',
    message: `Takes ${rows} of ${allRows} rows from ${plan.pieces} of ${pieces} pieces: at most ${megabytes(plan.bytes)} of images out of files of ${megabytes(totalBytes)}.`,
  };
}

export function noteOfShortLabels(
  short: readonly { readonly label: string; readonly rows: number }[],
  wanted: number,
): SourceNote {
  const shown = short.slice(0, 20).map(({ label, rows }) => `${JSON.stringify(label)} has ${rows}`);
  const more = short.length > shown.length ? ` and ${short.length - shown.length} more labels have fewer` : '';
  return {
    code: 'label-too-few-rows',
    message: `Wanted ${wanted} of each label and took all there are where there are fewer: ${shown.join(', ')}${more}.`,
  };
}

export function noteOfReading(read: number, total: number): SourceNote {
  const share = total === 0 ? 100 : (100 * read) / total;
  return {
    code: 'bytes-read',
    message: `Read ${megabytes(read)} of files of ${megabytes(total)} (${Number(share.toPrecision(2))} %); ${megabytes(Math.max(0, total - read))} were not needed.`,
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}
