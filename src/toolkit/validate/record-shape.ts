import { pointerStep } from './json-pointer.ts';

/** A field of the wrong type, or a key that the format does not have. */
export type ShapeIssue =
  | { readonly kind: 'type'; readonly pointer: string; readonly expected: string; readonly got: unknown }
  | { readonly kind: 'key'; readonly pointer: string; readonly key: string; readonly allowed: readonly string[] };

export type Shape =
  | { readonly kind: 'string' }
  | { readonly kind: 'list'; readonly of: Shape }
  | ObjectShape
  /** Not looked at. */
  | { readonly kind: 'any' };

export interface ObjectShape {
  readonly kind: 'object';
  readonly required: readonly string[];
  readonly fields: ReadonlyMap<string, Shape>;
  /** Other keys are allowed. */
  readonly open?: boolean;
}

export type Fields = Readonly<Record<string, Shape>>;

export const list = (of: Shape): Shape => ({ kind: 'list', of });
export const object = (required: Fields, optional: Fields = {}): ObjectShape => ({
  kind: 'object',
  required: Object.keys(required),
  fields: new Map(Object.entries({ ...required, ...optional })),
});

const NO_ISSUES: readonly ShapeIssue[] = [];

/** Everything in which a record differs from the format's types and keys, outermost first. */
export function shapeIssues(record: unknown, shape: Shape): readonly ShapeIssue[] {
  if (fits(record, shape)) return NO_ISSUES;
  const issues: ShapeIssue[] = [];
  compare(record, shape, [], issues);
  return issues;
}

/** Whether there is nothing to say: the answer for nearly all records, so nothing is gathered on the way. */
function fits(value: unknown, shape: Shape): boolean {
  if (shape.kind === 'string') return typeof value === 'string';
  if (shape.kind === 'any') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return false;
    for (let index = 0; index < value.length; index++) if (!fits(value[index], shape.of)) return false;
    return true;
  }
  return !Array.isArray(value) && fitsFields(value as Readonly<Record<string, unknown>>, shape);
}

function fitsFields(value: Readonly<Record<string, unknown>>, { required, fields, open }: ObjectShape): boolean {
  // Values come from JSON.parse, so all keys are their own.
  for (const key in value) {
    const shape = fields.get(key);
    if (shape === undefined ? open !== true : !fits(value[key], shape)) return false;
  }
  for (let index = 0; index < required.length; index++) {
    const key = required[index];
    if (key !== undefined && !Object.hasOwn(value, key)) return false;
  }
  return true;
}

/** Steps to the value; made into a pointer only when there is an issue. */
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
  { required, fields, open }: ObjectShape,
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
    else if (open !== true)
      issues.push({ kind: 'key', pointer: pointerOf([...path, key]), key, allowed: [...fields.keys()] });
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
