import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../service/service-error.ts';
import { membersOf, traitsOf } from './schema.ts';
import type { ServicePlan } from './service-plan.ts';

/** A form field and everything below it: `Tags.member.1.Key=a` is four levels deep. */
interface Branch {
  text: string | undefined;
  readonly children: Map<string, Branch>;
}

/** Deepest nesting of a field name. IAM's own inputs need at most 7 levels. */
const MAX_DEPTH = 32;

/** Reads the form body of a query-protocol request (IAM, STS) into an operation's typed input. */
export function readFormInput(
  service: ServicePlan,
  schema: NormalizedSchema,
  form: URLSearchParams,
): Record<string, unknown> {
  if (!schema.isStructSchema()) return {};
  return readStructure(service, schema, grow(form));
}

function grow(form: URLSearchParams): Branch {
  const root: Branch = { text: undefined, children: new Map() };
  for (const [name, text] of form) {
    const steps = name.split('.');
    if (steps.length > MAX_DEPTH) throw new ServiceError('MalformedInput', `Too many levels in ${name.slice(0, 128)}`);
    let branch = root;
    for (const step of steps) {
      let next = branch.children.get(step);
      if (!next) {
        next = { text: undefined, children: new Map() };
        branch.children.set(step, next);
      }
      branch = next;
    }
    branch.text = text;
  }
  return root;
}

function readValue(service: ServicePlan, schema: NormalizedSchema, branch: Branch): unknown {
  if (schema.isStructSchema()) return readStructure(service, schema, branch);
  if (schema.isListSchema()) return readList(service, schema, branch);
  if (schema.isMapSchema()) return readMap(service, schema, branch);
  const text = branch.text ?? '';
  try {
    const value = service.codec.readText(schema, text);
    if (typeof value === 'number' && Number.isNaN(value)) throw new TypeError('not a number');
    return value;
  } catch (cause) {
    const message = `Value '${text.slice(0, 256)}' of ${schema.getMemberName()} cannot be read`;
    throw new ServiceError('MalformedInput', message, { status: 400, cause });
  }
}

function readStructure(service: ServicePlan, schema: NormalizedSchema, branch: Branch): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [member, memberSchema] of membersOf(schema)) {
    const child = branch.children.get(traitsOf(memberSchema).xmlName ?? member);
    if (child) value[member] = readValue(service, memberSchema, child);
  }
  return value;
}

/** Elements in the order of their numbers, whatever the order of the fields. An empty field is an empty list. */
function readList(service: ServicePlan, schema: NormalizedSchema, branch: Branch): unknown[] {
  const item = schema.getValueSchema() as NormalizedSchema;
  const elements = traitsOf(schema).xmlFlattened ? branch : branch.children.get(traitsOf(item).xmlName ?? 'member');
  return numbered(elements).map((child) => readValue(service, item, child));
}

function readMap(service: ServicePlan, schema: NormalizedSchema, branch: Branch): Record<string, unknown> {
  const key = schema.getKeySchema() as NormalizedSchema;
  const value = schema.getValueSchema() as NormalizedSchema;
  const entries = traitsOf(schema).xmlFlattened ? branch : branch.children.get('entry');
  const pairs = numbered(entries).flatMap((entry) => {
    const name = entry.children.get(traitsOf(key).xmlName ?? 'key')?.text;
    const child = entry.children.get(traitsOf(value).xmlName ?? 'value');
    return name === undefined || !child ? [] : [[name, readValue(service, value, child)] as const];
  });
  return Object.fromEntries(pairs);
}

function numbered(branch: Branch | undefined): Branch[] {
  return [...(branch?.children ?? [])]
    .filter(([number]) => /^\d+$/.test(number))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
