/** Range of Nova's `topK`. Source: the Nova guide. */
const TOP_K_MAXIMUM = 500;

/**
 * Checks `additionalModelRequestFields`, the only place where Converse takes Nova's `topK`.
 * @returns schema violations, none when all is well.
 */
export function readModelFields(fields: unknown): readonly string[] {
  if (fields === undefined || fields === null) return [];
  if (!isRecord(fields)) return [`#: expected type: JSONObject, found: ${typeName(fields)}`];
  return Object.entries(fields).flatMap(([key, value]) => {
    if (key === 'reasoningConfig' || key === 'schemaVersion') return [];
    if (key !== 'inferenceConfig') return [extraneous('#', key)];
    if (!isRecord(value)) return [`#/inferenceConfig: expected type: JSONObject, found: ${typeName(value)}`];
    return Object.entries(value).flatMap(([name, number]) => (name === 'topK' ? checkTopK(number, 'topK') : []));
  });
}

export function checkTopK(value: unknown, name: string): readonly string[] {
  const place = `#/inferenceConfig/${name}`;
  if (typeof value !== 'number') return [`${place}: expected type: Integer, found: ${typeName(value)}`];
  if (!Number.isInteger(value)) return [`${place}: expected type: Integer, found: Number`];
  if (value < 0) return [`${place}: ${value} is not greater or equal to 0`];
  return value > TOP_K_MAXIMUM ? [`${place}: ${value} is not less or equal to ${TOP_K_MAXIMUM}`] : [];
}

export function extraneous(place: string, key: string): string {
  return `${place}: extraneous key [${key}] is not permitted`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** JSON types by the names that Bedrock's schema messages use. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double';
  return typeof value === 'string' ? 'String' : 'Boolean';
}
