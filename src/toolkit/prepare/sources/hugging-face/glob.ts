/** Any number of folders. */
const FOLDERS = '(?:[^/]+/)*';

/** The pattern as a regular expression over whole paths: `*`, `**`, `?`, `[…]`, `{a,b}`. */
export function globPattern(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const char = glob.charAt(at);
    const set = char === '[' ? /^\[[^\]]+\]/.exec(glob.slice(at))?.[0] : undefined;
    if (glob.startsWith('**/', at)) {
      source += FOLDERS;
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (set !== undefined) {
      source += set.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
      at += set.length - 1;
    } else if (char === '{' && glob.indexOf('}', at) > 0) {
      source += '(?:';
      depth += 1;
    } else if (char === '}' && depth > 0) {
      source += ')';
      depth -= 1;
    } else if (char === ',' && depth > 0) source += '|';
    else source += literal(char);
  }
  try {
    return new RegExp(`^${source}${')'.repeat(depth)}$`);
  } catch {
    // No valid set, such as [z-a]: the name itself.
    return new RegExp(`^${[...glob].map(plain).join('')}$`);
  }
}

const plain = (char: string): string => char.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');

function literal(char: string): string {
  if (char === '*') return '[^/]*';
  return char === '?' ? '[^/]' : plain(char);
}
