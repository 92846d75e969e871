/** Whether `text` matches a pattern in which `*` stands for any characters and a backslash takes the next character literally. Linear in time for each star. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = '', ...rest] = literalsOf(pattern);
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, from);
    if (found < 0 || found + literal.length > end) return false;
    from = found + literal.length;
  }
  return true;
}

/** The texts between the stars. */
function literalsOf(pattern: string): string[] {
  const literals = [''];
  for (const [token] of pattern.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (token === '*') literals.push('');
    else literals[literals.length - 1] += token.length > 1 ? token.slice(1) : token;
  }
  return literals;
}
