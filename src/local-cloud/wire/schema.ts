import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

/** Numbers that mark the kind of a schema in the tables that AWS SDK clients export. */
const OPERATION = 9;
const ERROR = -3;

/** Traits of a schema or member that the wire acts on. Names as in the Smithy specification. */
export interface Traits {
  readonly http?: readonly [method: string, uri: string, status: number];
  readonly httpLabel?: unknown;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
  readonly httpError?: number;
  readonly error?: string;
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly eventHeader?: unknown;
  readonly eventPayload?: unknown;
  readonly xmlName?: string;
  readonly xmlFlattened?: unknown;
  readonly sensitive?: unknown;
}

export function traitsOf(schema: NormalizedSchema): Traits {
  return schema.getMergedTraits() as Traits;
}

/** Members of a structure with their schemas, in the order of the published model. */
export function membersOf(schema: NormalizedSchema): readonly (readonly [string, NormalizedSchema])[] {
  if (!schema.isStructSchema()) return [];
  return [...schema.structIterator()] as (readonly [string, NormalizedSchema])[];
}

/** Names of the members that must be present: the model lists them first and states how many they are. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const table = schema.getSchema();
  if (!Array.isArray(table) || table[0] === 4) return [];
  const count = table[6];
  const names: unknown = table[4];
  return typeof count === 'number' && Array.isArray(names) ? (names.slice(0, count) as string[]) : [];
}

/**
 * A structure that has only the members `keep` accepts, optionally under another name.
 * @returns undefined when no member is left.
 */
export function narrowStructure(
  schema: NormalizedSchema,
  keep: (traits: Traits) => boolean,
  name?: string,
): NormalizedSchema | undefined {
  if (!schema.isStructSchema()) return undefined;
  const table = schema.getSchema() as StaticStructureSchema;
  const indexes = membersOf(schema).flatMap(([, member], index) => (keep(traitsOf(member)) ? [index] : []));
  if (indexes.length === 0) return undefined;
  const narrowed: StaticStructureSchema = [
    3,
    table[1],
    name ?? table[2],
    name === undefined ? table[3] : 0,
    indexes.map((index) => table[4][index] ?? ''),
    indexes.map((index) => table[5][index] ?? 0),
  ];
  return NormalizedSchema.of(narrowed);
}

/** True for a member that travels in the body, not in the path, query, headers or status line. */
export function isInBody(traits: Traits): boolean {
  return !(
    traits.httpLabel ||
    traits.httpQuery ||
    traits.httpQueryParams ||
    traits.httpHeader ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpPayload ||
    traits.httpResponseCode
  );
}

export function isOperation(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === OPERATION;
}

export function isError(value: unknown): value is StaticErrorSchema {
  return Array.isArray(value) && value[0] === ERROR;
}
