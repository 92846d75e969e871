/** A series of figures by the start of their periods. */
export type Series = ReadonlyMap<number, number>;
type Value = number | Series;

/** An expression that cannot be read or names what is not emulated. */
export class InvalidExpression extends Error {
  override readonly name = 'InvalidExpression';
}

/** A parsed expression over other queries by id. */
export interface Expression {
  /** Ids it names. */
  readonly ids: readonly string[];
  /** @param periods starts of the periods that `FILL` fills. */
  evaluate(series: ReadonlyMap<string, Series>, periods: readonly number[]): Value;
}

type Node = (series: ReadonlyMap<string, Series>, periods: readonly number[]) => Value;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*)|([-+*/(),]))/y;
/** Deepest nesting that is read. */
const MAXIMUM_DEPTH = 50;

/**
 * Metric math: numbers, ids, `+ - * /`, parentheses and `FILL(id, number)`. A period without a value on either side has no result, nor has
 * a division by zero. Source: CloudWatch user guide, "Using metric math".
 * @throws {InvalidExpression} for anything else, naming it.
 */
export function readExpression(text: string): Expression {
  const reader = createReader(text);
  const node = readSum(reader, 0);
  if (reader.peek() !== undefined) throw new InvalidExpression(`unexpected "${reader.peek()}" in ${text}`);
  return { ids: [...reader.ids], evaluate: node };
}

interface Reader {
  readonly ids: Set<string>;
  peek(): string | undefined;
  next(): string;
  expect(token: string): void;
}

function createReader(text: string): Reader {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new InvalidExpression(`cannot read ${JSON.stringify(text.slice(start, start + 20))}`);
    tokens.push(match[0].trim());
  }
  let at = 0;
  const next = () => {
    const token = tokens[at];
    if (token === undefined) throw new InvalidExpression(`${text} ends too early`);
    at += 1;
    return token;
  };
  return {
    ids: new Set(),
    peek: () => tokens[at],
    next,
    expect: (token) => {
      const found = next();
      if (found !== token) throw new InvalidExpression(`expected "${token}" instead of "${found}" in ${text}`);
    },
  };
}

function readSum(reader: Reader, depth: number): Node {
  let left = readProduct(reader, depth);
  for (let sign = reader.peek(); sign === '+' || sign === '-'; sign = reader.peek()) {
    reader.next();
    left = combine(left, readProduct(reader, depth), sign === '+' ? (a, b) => a + b : (a, b) => a - b);
  }
  return left;
}

function readProduct(reader: Reader, depth: number): Node {
  let left = readFactor(reader, depth);
  for (let sign = reader.peek(); sign === '*' || sign === '/'; sign = reader.peek()) {
    reader.next();
    left = combine(left, readFactor(reader, depth), sign === '*' ? (a, b) => a * b : (a, b) => a / b);
  }
  return left;
}

function readFactor(reader: Reader, depth: number): Node {
  if (depth > MAXIMUM_DEPTH) throw new InvalidExpression('the expression is nested too deeply');
  const token = reader.next();
  if (/^\d/.test(token)) return () => Number(token);
  if (token === '-')
    return combine(
      () => 0,
      readFactor(reader, depth + 1),
      (a, b) => a - b,
    );
  if (token === '(') {
    const inner = readSum(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  if (reader.peek() === '(') return readCall(reader, token, depth);
  if (!/^[a-z]/.test(token)) throw new InvalidExpression(`unexpected "${token}"`);
  reader.ids.add(token);
  return (series) => series.get(token) ?? new Map();
}

function readCall(reader: Reader, name: string, depth: number): Node {
  if (name !== 'FILL') throw new InvalidExpression(`the local cloud does not emulate the function ${name}`);
  reader.expect('(');
  const filled = readSum(reader, depth + 1);
  reader.expect(',');
  const filling = readSum(reader, depth + 1);
  reader.expect(')');
  return (series, periods) => {
    const [value, fallback] = [filled(series, periods), filling(series, periods)];
    if (typeof value === 'number' || typeof fallback !== 'number') return value;
    return new Map(periods.map((at) => [at, value.get(at) ?? fallback]));
  };
}

function combine(left: Node, right: Node, work: (a: number, b: number) => number): Node {
  return (series, periods) => {
    const [a, b] = [left(series, periods), right(series, periods)];
    if (typeof a === 'number' && typeof b === 'number') return work(a, b);
    const combined = new Map<number, number>();
    for (const at of periods) {
      const [x, y] = [valueAt(a, at), valueAt(b, at)];
      const result = x === undefined || y === undefined ? Number.NaN : work(x, y);
      if (Number.isFinite(result)) combined.set(at, result);
    }
    return combined;
  };
}

const valueAt = (value: Value, at: number): number | undefined => (typeof value === 'number' ? value : value.get(at));
