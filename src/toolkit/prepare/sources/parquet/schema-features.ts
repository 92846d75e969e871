import type { FileMetaData, SchemaTree } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import { FEATURES_KEY, type Feature, type Features, parseFeaturesMetadata } from '../features/feature.ts';

/** Features of a Parquet file: as its own metadata states them; columns it is silent about by their types. */
export function parquetFeatures(metadata: FileMetaData): Features {
  const text = metadata.key_value_metadata?.find(({ key }) => key === FEATURES_KEY)?.value;
  const stated = text === undefined ? undefined : parseFeaturesMetadata(text);
  const columns = parquetSchema(metadata).children;
  return new Map(
    columns.map((column) => [column.element.name, stated?.get(column.element.name) ?? columnFeature(column)]),
  );
}

function columnFeature(column: SchemaTree): Feature {
  const { element, children } = column;
  if (children.length === 0) return { kind: 'value', dtype: valueType(column) };
  const names = children.map((child) => child.element.name);
  const bytes = children.find((child) => child.element.name === 'bytes');
  if (names.includes('path') && bytes?.element.type === 'BYTE_ARRAY') return { kind: 'image' };
  const type = element.logical_type?.type ?? element.converted_type;
  if (type === 'LIST' || type === 'MAP') return { kind: 'other', type: type.toLowerCase() };
  return { kind: 'struct', fields: new Map(children.map((child) => [child.element.name, columnFeature(child)])) };
}

function valueType({ element }: SchemaTree): string {
  const { type, logical_type: logical, converted_type: converted } = element;
  const isText = logical?.type === 'STRING' || logical?.type === 'ENUM' || converted === 'UTF8' || converted === 'ENUM';
  if (isText) return 'string';
  if (logical !== undefined && logical.type !== 'INTEGER') return logical.type.toLowerCase();
  if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY') return 'binary';
  return type?.toLowerCase() ?? 'unknown';
}
