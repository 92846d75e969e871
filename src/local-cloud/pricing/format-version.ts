import { invalidParameter } from './refusals.ts';

/** There is one format of answers. */
export function checkFormat(version: string | undefined): void {
  if (version !== undefined && version !== 'aws_v1') throw invalidParameter(`Invalid format version: ${version}`);
}
