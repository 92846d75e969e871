import type { NormalizedSchema } from '@smithy/core/schema';
import { compilePattern } from '../../src/local-cloud/wire/constraint-pattern.ts';
import type { Constraint, ConstraintTable } from '../../src/local-cloud/wire/constraints.ts';
import { membersOf } from '../../src/local-cloud/wire/schema.ts';
import type { SampleMaker } from './sample-input.ts';

export type Breakage = 'missing' | 'enum' | 'pattern' | 'too long' | 'too short' | 'too large' | 'too small';

/** A valid input but for one thing. */
export interface BrokenInput {
  readonly breakage: Breakage;
  /** Where it is broken, as AWS names places in its messages. */
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Nothing is left of the structure around: query protocols cannot tell it from one that is not there. */
  readonly empties?: true;
}

/** Longest value that is made to be too long, characters, bytes or elements. */
const LONGEST_BROKEN = 100_000;

type Build = (value: unknown) => Readonly<Record<string, unknown>>;

interface Walk {
  readonly table: ConstraintTable;
  readonly samples: SampleMaker;
  /** Structures that were entered: each is walked once for each operation. */
  readonly entered: Set<string>;
}

/** Every way to break one constraint of an input, each in the smallest valid input. */
export function brokenInputs(schema: NormalizedSchema, table: ConstraintTable, samples: SampleMaker): BrokenInput[] {
  const walk: Walk = { table, samples, entered: new Set() };
  return breakStructure(schema, '', (value) => value as Readonly<Record<string, unknown>>, walk);
}

function breakStructure(schema: NormalizedSchema, path: string, build: Build, walk: Walk): BrokenInput[] {
  const name = schema.getName() ?? '';
  if (walk.entered.has(name)) return [];
  walk.entered.add(name);
  const whole = walk.samples.structure(schema);
  return membersOf(schema).flatMap(([member, part]) => {
    const place = `${name}.${member}`;
    const constraint = walk.table[place] ?? {};
    const memberPath = path === '' ? member : `${path}.${member}`;
    const rest = schema.isUnionSchema() ? {} : whole;
    const { [member]: _left, ...without } = whole;
    const emptied = path !== '' && Object.keys(without).length === 0 ? { empties: true as const } : {};
    const missing: BrokenInput[] = constraint.required
      ? [{ breakage: 'missing', path: memberPath, input: build(without), ...emptied }]
      : [];
    return [
      ...missing,
      ...breakValue(
        part,
        constraint,
        { path: memberPath, place, build: (value) => build({ ...rest, [member]: value }) },
        walk,
      ),
    ];
  });
}

interface Spot {
  readonly path: string;
  /** `Structure.member`. */
  readonly place: string;
  readonly build: Build;
}

function breakValue(schema: NormalizedSchema, constraint: Constraint, spot: Spot, walk: Walk): BrokenInput[] {
  const { path, build } = spot;
  if (schema.isStructSchema()) return schema.isStreaming() ? [] : breakStructure(schema, path, build, walk);
  const broken = (breakage: Breakage, value: unknown): BrokenInput => ({ breakage, path, input: build(value) });
  if (schema.isListSchema()) return breakList(schema, constraint, spot, walk);
  if (schema.isMapSchema()) return breakMap(schema, constraint, spot, walk);
  if (schema.isNumericSchema()) {
    return [
      ...(constraint.max === undefined ? [] : [broken('too large', constraint.max + 1)]),
      ...(constraint.min === undefined ? [] : [broken('too small', constraint.min - 1)]),
    ];
  }
  if (schema.isBlobSchema()) {
    return schema.isStreaming()
      ? []
      : lengths(constraint).map(([breakage, length]) => broken(breakage, Buffer.alloc(length, 120)));
  }
  return schema.isStringSchema() ? brokenTexts(constraint).map(([breakage, text]) => broken(breakage, text)) : [];
}

function breakList(schema: NormalizedSchema, constraint: Constraint, spot: Spot, walk: Walk): BrokenInput[] {
  const { path, place, build } = spot;
  const part = schema.getValueSchema();
  const [sample] = walk.samples.value(schema, constraint, place) as unknown[];
  const filled = (length: number) => Array.from({ length }, () => sample);
  const inside: Spot = {
    path: `${path}.1.member`,
    place,
    build: (value) => build([value, ...filled(Math.max(0, (constraint.min ?? 1) - 1))]),
  };
  return [
    ...lengths(constraint).map(([breakage, length]) => ({ breakage, path, input: build(filled(length)) })),
    ...breakValue(part, constraint.items ?? {}, inside, walk),
  ];
}

function breakMap(schema: NormalizedSchema, constraint: Constraint, spot: Spot, walk: Walk): BrokenInput[] {
  const { path, place, build } = spot;
  const part = schema.getValueSchema() as NormalizedSchema;
  const sample = walk.samples.value(schema, constraint, place) as Readonly<Record<string, unknown>>;
  const [[key, value] = ['', undefined]] = Object.entries(sample);
  const { [key]: _first, ...others } = sample;
  // Bounds of texts are told of the map as a whole.
  const inside: Spot = {
    path: part.isStringSchema() ? path : `${path}.${key}.member`,
    place,
    build: (field) => build({ ...sample, [key]: field }),
  };
  return [
    ...lengths(constraint).flatMap(([breakage, length]) => {
      const entries = Array.from({ length }, (_, index): [string, unknown] => [`key${index}`, value]);
      return [{ breakage, path, input: build(Object.fromEntries(entries)) }];
    }),
    ...brokenTexts(constraint.keys ?? {}).map(([breakage, text]) => ({
      breakage,
      path,
      input: build({ ...others, [text]: value }),
    })),
    ...breakValue(part, constraint.values ?? {}, inside, walk),
  ];
}

function lengths({ min = 0, max }: Constraint): [Breakage, number][] {
  return [
    ...(max === undefined || max >= LONGEST_BROKEN ? [] : [['too long', max + 1] satisfies [Breakage, number]]),
    ...(min < 1 ? [] : [['too short', min - 1] satisfies [Breakage, number]]),
  ];
}

/** Texts that break exactly one rule. */
function brokenTexts(constraint: Constraint): [Breakage, string][] {
  const { pattern, enum: values, min = 0, max = Number.POSITIVE_INFINITY } = constraint;
  if (values) return [['enum', 'not-in-the-enumeration']];
  const expression = pattern === undefined ? undefined : compilePattern(pattern);
  const matches = (text: string) => expression === undefined || expression.test(text);
  const bounded = lengths(constraint).flatMap(([breakage, length]): [Breakage, string][] => {
    // A pattern is not looked at when a text is too long; one that is too short has to fit it.
    const text = ['x', '1', '/']
      .map((sign) => sign.repeat(length))
      .find((made) => breakage === 'too long' || matches(made));
    return text === undefined ? [] : [[breakage, text]];
  });
  const misfit = ['!', '§', ' ', '*', '\u0007', 'x', '{']
    .map((sign) => sign.repeat(Math.max(1, min)))
    .find((text) => text.length <= max && !matches(text));
  return misfit === undefined ? bounded : [...bounded, ['pattern', misfit]];
}
