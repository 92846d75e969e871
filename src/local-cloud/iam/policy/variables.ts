import { LITERAL_QUESTION, LITERAL_STAR } from './wildcard.ts';

/** `${key}`, `${key, 'default'}`, and the escapes `${*}`, `${?}`, `${$}`. */
const VARIABLE = /\$\{([^},]+)(?:,\s*'([^']*)')?\}/g;

/**
 * Fills policy variables from the request.
 * @param wildcards whether the result is matched with wildcards; `*` and `?` of filled-in values are then literal.
 * @returns undefined when a variable without default is not in the request: the value then matches nothing.
 */
export function fillVariables(
  value: string,
  context: ReadonlyMap<string, string>,
  wildcards: boolean,
): string | undefined {
  if (!value.includes('${')) return value;
  let missing = false;
  const filled = value.replace(VARIABLE, (_whole, name: string, fallback: string | undefined) => {
    if (name === '*' || name === '?' || name === '$') return wildcards ? literal(name) : name;
    const found = context.get(name.trim().toLowerCase()) ?? fallback;
    if (found === undefined) missing = true;
    return wildcards ? literal(found ?? '') : (found ?? '');
  });
  return missing ? undefined : filled;
}

function literal(text: string): string {
  return text.replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_QUESTION);
}
