/**
 * Published patterns are Java's and must match the whole value. This makes the same test in JavaScript.
 * @throws {SyntaxError} when a pattern uses something JavaScript does not have.
 */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${linearForm(needlessEscapes(astralEscapes(pattern)))})$`, 'u');
}

/** `\u10000` is meant as one code point above the basic plane; both languages would read `\u1000` and `0`. */
function astralEscapes(pattern: string): string {
  return pattern.replace(/\\u(10[0-9A-F]{4}|1[0-9A-F]{4})(?=[-\]])/g, '\\u{$1}');
}

/** Java lets any sign be escaped, JavaScript only those that mean something: `\_` nowhere, `\-` only inside a class. */
function needlessEscapes(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\(.)|[[\]]/g, (token: string, escaped: string | undefined) => {
    if (escaped === undefined) inClass = token === '[' || (inClass && token !== ']');
    else if (escaped === '-' ? !inClass : /[^\w^$\\.*+?()[\]{}|/]|_/.test(escaped)) return escaped;
    return token;
  });
}

/**
 * `(-*[a-z\-])*` can split a run of dashes in exponentially many ways, which would let one request stop the server.
 * The same language without the ambiguity: the dash leaves the class, a trailing run of dashes is one more group.
 */
function linearForm(pattern: string): string {
  return pattern.replace(
    /\(-\*\[([^\]]*?)\\-([^\]]*?)\]\)(?:\*|\{0,(\d+)\})/g,
    (_whole, before: string, after: string, bound: string | undefined) => {
      const group = `(?:-*[${before}${after}])`;
      if (bound === undefined) return `(?:${group}*-*)`;
      return `(?:${group}{0,${bound}}|${group}{0,${Number(bound) - 1}}-+)`;
    },
  );
}
