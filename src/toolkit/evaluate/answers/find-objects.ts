export type JsonObject = Readonly<Record<string, unknown>>;

/** Beginnings that are tried in one answer; prose with more braces than that is no answer. */
const MOST_BEGINNINGS = 64;

/**
 * The JSON objects of an answer, in order: the whole answer, or the objects among its words. What is nearly JSON (trailing commas, single
 * quotes) is none: the program that reads the answers in production would stumble over it.
 */
export function findObjects(answer: string): JsonObject[] {
  const whole = parseObject(answer);
  if (whole) return [whole];
  const found: JsonObject[] = [];
  let from = answer.indexOf('{');
  for (let tries = 0; from >= 0 && tries < MOST_BEGINNINGS; tries += 1) {
    const end = endOfObject(answer, from);
    const object = end === undefined ? undefined : parseObject(answer.slice(from, end));
    if (object) found.push(object);
    from = answer.indexOf('{', end ?? from + 1);
  }
  return found;
}

/** @returns index after the bracket that closes the one at `from`; brackets in strings do not count. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
