import { pointerStep } from './record-view.ts';

/** A field of the wrong type, or a key that the format does not have. */
export type ShapeIssue =
  | { readonly kind: 'type'; readonly pointer: string; readonly expected: string; readonly got: unknown }
  | { readonly kind: 'key'; readonly pointer: string; readonly key: string; readonly allowed: readonly string[] };

type Shape =
  | { readonly kind: 'string' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly required: Fields; readonly optional: Fields };
type Fields = Readonly<Record<string, Shape>>;

const text: Shape = { kind: 'string' };
const list = (of: Shape): Shape => ({ kind: 'list', of });
const object = (required: Fields, optional: Fields = {}): Shape => ({ kind: 'object', required, optional });

const s3Media = object({ format: text, source: object({ s3Location: object({ uri: text }, { bucketOwner: text }) }) });

/** One record, `bedrock-conversation-2024`. Which kinds of content stand together, other rules say. */
const RECORD = object(
  {
    messages: list(
      object({
        role: text,
        content: list(
          object(
            {},
            { text, image: s3Media, video: s3Media, document: { kind: 'object', required: {}, optional: {} } },
          ),
        ),
      }),
    ),
  },
  { schemaVersion: text, system: list(object({ text })) },
);

/** Documents are no part of this format; their inside is not looked at. */
const UNCHECKED_KEYS: ReadonlySet<string> = new Set(['document']);

const known = new WeakMap<object, readonly ShapeIssue[]>();

/** Everything in which a record differs from the format's types and keys, outermost first. */
export function shapeIssues(record: unknown): readonly ShapeIssue[] {
  if (typeof record !== 'object' || record === null) return [...compare(record, RECORD, '')];
  const before = known.get(record);
  if (before !== undefined) return before;
  const issues = [...compare(record, RECORD, '')];
  known.set(record, issues);
  return issues;
}

function* compare(value: unknown, shape: Shape, pointer: string): Generator<ShapeIssue> {
  if (shape.kind === 'string') {
    if (typeof value !== 'string') yield { kind: 'type', pointer, expected: 'a string', got: value };
  } else if (shape.kind === 'list') {
    if (!Array.isArray(value)) yield { kind: 'type', pointer, expected: 'a list', got: value };
    else for (const [index, item] of value.entries()) yield* compare(item, shape.of, `${pointer}/${index}`);
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield { kind: 'type', pointer, expected: 'an object', got: value };
  } else {
    yield* compareFields(value as Readonly<Record<string, unknown>>, shape, pointer);
  }
}

function* compareFields(
  value: Readonly<Record<string, unknown>>,
  { required, optional }: Shape & { readonly kind: 'object' },
  pointer: string,
): Generator<ShapeIssue> {
  for (const [key, shape] of Object.entries(required)) {
    if (!Object.hasOwn(value, key))
      yield { kind: 'type', pointer: pointer + pointerStep(key), expected: `${NAMES[shape.kind]}`, got: undefined };
  }
  for (const [key, item] of Object.entries(value)) {
    const shape = Object.hasOwn(required, key)
      ? required[key]
      : Object.hasOwn(optional, key)
        ? optional[key]
        : undefined;
    const at = pointer + pointerStep(key);
    if (shape === undefined)
      yield { kind: 'key', pointer: at, key, allowed: [...Object.keys(required), ...Object.keys(optional)] };
    else if (!UNCHECKED_KEYS.has(key)) yield* compare(item, shape, at);
  }
}

const NAMES = { string: 'a string', list: 'a list', object: 'an object' } as const;
