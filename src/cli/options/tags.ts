import { InvalidArgumentError } from 'commander';

/** Parser of a repeatable `--tag key=value`. */
export function collectTag(text: string, tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('Expected key=value.');
  return { ...tags, [key]: value };
}
