import { z } from 'zod';

/** What a column holds, in the words of Hugging Face data sets. */
export type Feature =
  /** A `{bytes, path}` struct. */
  | { readonly kind: 'image' }
  /** A whole number from 0; `names` is empty when the data set states none. */
  | { readonly kind: 'class-label'; readonly names: readonly string[] }
  /** `dtype` as Arrow names it, e.g. `string`, `int64`. */
  | { readonly kind: 'value'; readonly dtype: string }
  | { readonly kind: 'list'; readonly item: Feature }
  | { readonly kind: 'struct'; readonly fields: Features }
  /** Audio, arrays, … : nothing to train on here. */
  | { readonly kind: 'other'; readonly type: string };

/** Columns by name, in their order. */
export type Features = ReadonlyMap<string, Feature>;

/** Key of the schema metadata under which Hugging Face writes the features of a Parquet file or an Arrow stream. */
export const FEATURES_KEY = 'huggingface';

const TYPED = z.looseObject({ _type: z.string() });
const OBJECT = z.record(z.string(), z.unknown());
const CLASS_LABEL = z.looseObject({ names: z.array(z.string()).nullish() });
const VALUE = z.looseObject({ dtype: z.string() });
const ITEM = z.looseObject({ feature: z.unknown() });
const METADATA = z.looseObject({ info: z.looseObject({ features: OBJECT }) });

/**
 * Features out of the metadata text `{"info": {"features": {…}}}`; undefined when it states none.
 * Form: `datasets` writes `Features.to_dict()`, https://huggingface.co/docs/datasets/about_dataset_features.
 */
export function parseFeaturesMetadata(text: string): Features | undefined {
  const parsed = METADATA.safeParse(parseJson(text));
  return parsed.success ? parseFeatures(parsed.data.info.features) : undefined;
}

/** Features out of `{column: {"_type": …}}`, the form of `dataset_info.json` too. */
export function parseFeatures(columns: Readonly<Record<string, unknown>>): Features {
  return new Map(Object.entries(columns).map(([name, stated]) => [name, parseFeature(stated)]));
}

function parseFeature(stated: unknown): Feature {
  // A list is written as an array of its one item, a struct as an object without a type of its own.
  if (Array.isArray(stated)) return { kind: 'list', item: parseFeature(stated[0]) };
  const typed = TYPED.safeParse(stated);
  if (typed.success) return parseTyped(typed.data._type, typed.data);
  const fields = OBJECT.safeParse(stated);
  return fields.success ? { kind: 'struct', fields: parseFeatures(fields.data) } : { kind: 'other', type: 'unknown' };
}

function parseTyped(type: string, stated: unknown): Feature {
  if (type === 'Image') return { kind: 'image' };
  if (type === 'ClassLabel') return { kind: 'class-label', names: CLASS_LABEL.safeParse(stated).data?.names ?? [] };
  if (type === 'Value') return { kind: 'value', dtype: VALUE.safeParse(stated).data?.dtype ?? 'unknown' };
  if (type === 'Sequence' || type === 'List' || type === 'LargeList') {
    return { kind: 'list', item: parseFeature(ITEM.safeParse(stated).data?.feature) };
  }
  return { kind: 'other', type };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In one or two words, for messages. */
export function describeFeature(feature: Feature): string {
  if (feature.kind === 'value') return feature.dtype;
  if (feature.kind === 'class-label') return `class label of ${feature.names.length}`;
  if (feature.kind === 'list') return `list of ${describeFeature(feature.item)}`;
  return feature.kind === 'other' ? feature.type : feature.kind;
}
