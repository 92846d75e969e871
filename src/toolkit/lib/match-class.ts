/** The class that `value` names, whatever its width, case, blanks, hyphens or underscores. Truths and answers are read by this one rule. */
export function matchClass(value: string, classes: readonly string[]): string | undefined {
  const wanted = foldName(value);
  return classes.find((name) => name === value) ?? classes.find((name) => foldName(name) === wanted);
}

/** The form in which names of classes and fields are compared. */
export const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '_')
    .replace(/^_|_$/g, '');
