import type { NormalizedSchema } from '@smithy/core/schema';
import type { Protocol } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import { type Check, type Violation, valueCheck } from './constraint-check.ts';
import { membersOf } from './schema.ts';

/** Bounds of one value, as AWS publishes them. */
export interface Constraint {
  /** Characters, bytes, elements or value, by type. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** The value must not be repeated in messages. */
  readonly sensitive?: boolean;
  readonly required?: boolean;
  readonly items?: Constraint;
  readonly keys?: Constraint;
  readonly values?: Constraint;
}

/** Keyed `Structure.member`. */
export type ConstraintTable = Readonly<Record<string, Constraint>>;

/** @throws {ServiceError} in the protocol's own words when the input breaks a published constraint. */
export type InputCheck = (input: Readonly<Record<string, unknown>>) => void;

/** AWS stops listing after this many violations. */
const MAX_LISTED = 10;

/** Walks the input's schema once and returns the test of one input. */
export function compileInputCheck(schema: NormalizedSchema, table: ConstraintTable, protocol: Protocol): InputCheck {
  const checks = new Map<string, Check>();
  const check = structureCheck(schema, { table, checks, protocol });
  return (input) => {
    const violations: Violation[] = [];
    check(input, '', violations);
    if (violations.length > 0) throw refusal(violations, protocol);
  };
}

interface Compilation {
  readonly table: ConstraintTable;
  /** By structure name, so that recursive shapes end. */
  readonly checks: Map<string, Check>;
  readonly protocol: Protocol;
}

/** Query services name members in lower camel case in their messages, whatever the model says. */
function shownName(member: string, protocol: Protocol): string {
  return protocol === 'awsQuery' ? member.charAt(0).toLowerCase() + member.slice(1) : member;
}

function structureCheck(schema: NormalizedSchema, compilation: Compilation): Check {
  const name = schema.getName() ?? '';
  const known = compilation.checks.get(name);
  if (known) return (value, path, violations) => compilation.checks.get(name)?.(value, path, violations);
  compilation.checks.set(name, () => undefined);
  const members = membersOf(schema).map(([member, memberSchema]) => {
    const constraint = compilation.table[`${name}.${member}`] ?? {};
    return {
      member,
      shown: shownName(member, compilation.protocol),
      required: constraint.required === true,
      check: valueCheck(memberSchema, constraint, (part) => structureCheck(part, compilation)),
    };
  });
  const union = schema.isUnionSchema();
  const check: Check = (value, path, violations) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      violations.push({ kind: 'type', path, found: value, wanted: 'structure' });
      return;
    }
    const fields = value as Readonly<Record<string, unknown>>;
    let present = 0;
    for (const { member, shown, required, check: checkMember } of members) {
      const field = fields[member];
      const place = path === '' ? shown : `${path}.${shown}`;
      if (field === undefined || field === null) {
        if (required) violations.push({ kind: 'missing', path: place });
        continue;
      }
      present += 1;
      checkMember(field, place, violations);
    }
    if (union && present !== 1) violations.push({ kind: 'union', path, present });
  };
  compilation.checks.set(name, check);
  return check;
}

function refusal(violations: readonly Violation[], protocol: Protocol): ServiceError {
  const mistyped = violations.find((violation) => violation.kind === 'type');
  if (protocol === 'restXml') return refusalOfS3(violations);
  if (mistyped) return new ServiceError('SerializationException', typeMessage(mistyped), { status: 400 });
  const listed = violations.slice(0, MAX_LISTED).map(phrase).join('; ');
  const count = violations.length;
  const message = `${count} validation error${count === 1 ? '' : 's'} detected: ${listed}`;
  return new ServiceError(protocol === 'awsQuery' ? 'ValidationError' : 'ValidationException', message, {
    status: 400,
  });
}

/** S3 does not speak of constraints: what is missing or unknown in a document makes the document malformed. */
function refusalOfS3([first]: readonly Violation[]): ServiceError {
  if (first?.kind === 'bound' && !first.path.includes('.')) {
    const message = `Invalid value for ${first.path}: ${first.shown ?? ''}`;
    return new ServiceError('InvalidArgument', message, {
      status: 400,
      members: { ArgumentName: first.path, ArgumentValue: first.shown },
    });
  }
  return new ServiceError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    { status: 400 },
  );
}

function phrase(violation: Violation): string {
  switch (violation.kind) {
    case 'missing':
      return `Value at '${violation.path}' failed to satisfy constraint: Member must not be null`;
    case 'union':
      return violation.present === 0
        ? `Value at '${violation.path}' failed to satisfy constraint: Member must have exactly one union member set`
        : `Value at '${violation.path}' failed to satisfy constraint: Member must have at most one union member set`;
    case 'bound': {
      const value = violation.shown === undefined ? 'Value' : `Value '${violation.shown}'`;
      return `${value} at '${violation.path}' failed to satisfy constraint: ${violation.rule}`;
    }
    case 'type':
      return typeMessage(violation);
  }
}

function typeMessage(violation: Extract<Violation, { kind: 'type' }>): string {
  const found = violation.found === null ? 'NULL_VALUE' : `${jsonKind(violation.found)}_VALUE`;
  return `${found} cannot be converted to ${violation.wanted} at '${violation.path}'`;
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'LIST';
  return typeof value === 'object' ? 'STRUCTURE' : (typeof value).toUpperCase();
}
