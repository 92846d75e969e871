import { pointerStep } from './record-view.ts';

/** A field of the wrong type, or a key that the format does not have. */
export type ShapeIssue =
  | { readonly kind: 'type'; readonly pointer: string; readonly expected: string; readonly got: unknown }
  | { readonly kind: 'key'; readonly pointer: string; readonly key: string; readonly allowed: readonly string[] };

type Shape =
  | { readonly kind: 'string' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly required: readonly string[]; readonly fields: ReadonlyMap<string, Shape> }
  /** Not looked at. */
  | { readonly kind: 'any' };
type Fields = Readonly<Record<string, Shape>>;

const text: Shape = { kind: 'string' };
const list = (of: Shape): Shape => ({ kind: 'list', of });
const object = (required: Fields, optional: Fields = {}): Shape => ({
  kind: 'object',
  required: Object.keys(required),
  fields: new Map(Object.entries({ ...required, ...optional })),
});

const s3Media = object({ format: text, source: object({ s3Location: object({ uri: text }, { bucketOwner: text }) }) });

/** One record, `bedrock-conversation-2024`. Which kinds of content stand together, other rules say. */
const RECORD = object(
  {
    messages: list(
      object({
        role: text,
        content: list(object({}, { text, image: s3Media, video: s3Media, document: { kind: 'any' } })),
      }),
    ),
  },
  { schemaVersion: text, system: list(object({ text })) },
);

const known = new WeakMap<object, readonly ShapeIssue[]>();

/** Everything in which a record differs from the format's types and keys, outermost first. */
export function shapeIssues(record: unknown): readonly ShapeIssue[] {
  const before = typeof record === 'object' && record !== null ? known.get(record) : undefined;
  if (before !== undefined) return before;
  const issues: ShapeIssue[] = [];
  compare(record, RECORD, [], issues);
  if (typeof record === 'object' && record !== null) known.set(record, issues);
  return issues;
}

/** Steps to the value; made into a pointer only when there is an issue, since nearly all records have none. */
type Path = (string | number)[];

function compare(value: unknown, shape: Shape, path: Path, issues: ShapeIssue[]): void {
  if (shape.kind === 'any') return;
  if (shape.kind === 'string') {
    if (typeof value !== 'string') issues.push(typeIssue(shape, value, path));
  } else if (shape.kind === 'list') {
    if (!Array.isArray(value)) issues.push(typeIssue(shape, value, path));
    else for (let index = 0; index < value.length; index++) step(value[index], shape.of, index, path, issues);
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    issues.push(typeIssue(shape, value, path));
  } else {
    compareFields(value as Readonly<Record<string, unknown>>, shape, path, issues);
  }
}

function compareFields(
  value: Readonly<Record<string, unknown>>,
  { required, fields }: Shape & { readonly kind: 'object' },
  path: Path,
  issues: ShapeIssue[],
): void {
  for (const key of required) {
    const shape = fields.get(key);
    if (shape !== undefined && !Object.hasOwn(value, key)) step(undefined, shape, key, path, issues);
  }
  for (const key of Object.keys(value)) {
    const shape = fields.get(key);
    if (shape !== undefined) step(value[key], shape, key, path, issues);
    else issues.push({ kind: 'key', pointer: pointerOf([...path, key]), key, allowed: [...fields.keys()] });
  }
}

function step(value: unknown, shape: Shape, to: string | number, path: Path, issues: ShapeIssue[]): void {
  path.push(to);
  compare(value, shape, path, issues);
  path.pop();
}

const NAMES = { string: 'a string', list: 'a list', object: 'an object', any: 'a value' } as const;

function typeIssue(shape: Shape, got: unknown, path: Path): ShapeIssue {
  return { kind: 'type', pointer: pointerOf(path), expected: NAMES[shape.kind], got };
}

function pointerOf(path: Path): string {
  return path.map(pointerStep).join('');
}
