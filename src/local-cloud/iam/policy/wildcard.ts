/** Stand for a literal `*` or `?` inside a pattern. Private-use characters, which no ARN or action can hold. */
export const LITERAL_STAR = '\uE02A';
export const LITERAL_QUESTION = '\uE03F';

/**
 * Matches a policy pattern (`*` any run, `?` one character) against a whole string in O(pattern × text),
 * so that no policy can stall the cloud the way a backtracking expression could.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  let position = 0;
  while (position < text.length) {
    const symbol = pattern[at];
    if (symbol === '*') {
      star = at;
      resumeAt = position;
      at += 1;
    } else if (symbol !== undefined && (symbol === '?' || literalOf(symbol) === text[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      position = resumeAt;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

function literalOf(symbol: string): string {
  if (symbol === LITERAL_STAR) return '*';
  return symbol === LITERAL_QUESTION ? '?' : symbol;
}

/** Parts of an ARN: `arn:partition:service:region:account:resource`; the resource keeps its own colons. */
const ARN_PARTS = 6;

/** Matches ARNs part by part, as `ArnLike` does: a wildcard never crosses one of the first five colons. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = splitArn(pattern);
  const parts = splitArn(arn);
  if (!patterns || !parts) return pattern === '*';
  return patterns.every((part, index) => matchesWildcard(part, parts[index] ?? ''));
}

function splitArn(arn: string): string[] | undefined {
  const parts = arn.split(':');
  if (parts.length < ARN_PARTS) return undefined;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
