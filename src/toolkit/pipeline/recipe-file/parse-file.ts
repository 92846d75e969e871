import {
  type Document,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  Scalar,
  visit,
} from 'yaml';
import { type Environment, expandEnvironment } from './expand-environment.ts';
import { isSecretName, isSecretValue } from './secrets.ts';

/** A text file of keys, read with the place of each. JSON is YAML. */
export interface ParsedFile {
  readonly data: unknown;
  /** `12:3`, 1-based; of a key when its value is missing. */
  place(path: readonly PropertyKey[], key?: string): string;
  /** What is wrong already, each with its place. */
  readonly problems: readonly string[];
}

/**
 * Parses YAML or JSON and fills variables in. A value that is one plain `${NAME}` becomes what the variable's text is in YAML, so numbers
 * stay numbers. Secrets are problems: files are committed and copied into run folders.
 * @param only keys at the top that are looked at. Default: all.
 */
export function parseFile(text: string, environment: Environment, only?: readonly string[]): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => placeOf(lines, offset);
  const problems = document.errors.map(({ message, pos }) => `${at(pos[0])} ${message}`);
  if (problems.length > 0) return { data: undefined, place: () => at(0), problems };
  visit(document, {
    Pair: (_, { key }, ancestors) => {
      const isTop = ancestors.length === 2;
      if (isTop && only && !(isScalar(key) && only.includes(String(key.value)))) return visit.SKIP;
      // Labels are words of the data.
      if (ancestors.some((one) => isPair(one) && isScalar(one.key) && one.key.value === 'labelMapping'))
        return undefined;
      if (isScalar(key) && typeof key.value === 'string' && isSecretName(key.value)) {
        problems.push(`${at(startOf(key))} ${key.value}: a secret does not belong into a file`);
      }
      return undefined;
    },
    Scalar: (position, node) => {
      if (position === 'key' || typeof node.value !== 'string') return;
      problems.push(...expand(node, environment).map((problem) => `${at(startOf(node))} ${problem}`));
    },
  });
  const place: ParsedFile['place'] = (path, key) => at(find(document, path, key));
  try {
    return { data: document.toJS({ maxAliasCount: 100 }) as unknown, place, problems };
  } catch (error) {
    // An alias without its anchor, or too many of them.
    return { data: undefined, place, problems: [`1:1 ${error instanceof Error ? error.message : String(error)}`] };
  }
}

/** Fills a scalar in. @returns what is wrong with it */
function expand(node: Scalar, environment: Environment): string[] {
  const { text, missing, used } = expandEnvironment(String(node.value), environment);
  const secret = used.find(isSecretName);
  if (secret !== undefined) return [`the variable ${secret} holds a secret, and a recipe is kept with its run`];
  if (isSecretValue(text)) return ['a secret does not belong into a file'];
  if (missing.length > 0) {
    return missing.map((name) => `the variable ${name} is not set; set it, or write \${${name}:-a default}`);
  }
  if (used.length === 0) {
    node.value = text;
    return [];
  }
  node.value = node.type === Scalar.PLAIN ? plainValue(text) : text;
  return [];
}

function plainValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}

/** Offset of a value, or of `key` inside it; of the nearest parent when it is missing. */
function find(document: Document, path: readonly PropertyKey[], key?: string): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const own = key !== undefined && length === path.length ? keyOf(node, key) : undefined;
    if (own) return startOf(own);
    if (isNode(node)) return startOf(node);
  }
  return 0;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'range' in value;

function keyOf(node: unknown, key: string): Node | undefined {
  const items = (node as { readonly items?: readonly unknown[] } | undefined)?.items ?? [];
  const pair = items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  return isPair(pair) && isNode(pair.key) ? pair.key : undefined;
}

const startOf = (node: Node | ParsedNode): number => node.range?.[0] ?? 0;

function placeOf(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(1, line)}:${Math.max(1, col)}`;
}
