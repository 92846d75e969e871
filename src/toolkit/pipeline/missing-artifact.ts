import { DataError } from '../errors.ts';

/** An artifact that an earlier step should have left. */
export const missing = (artifact: string): DataError =>
  new DataError(
    'artifact-missing',
    `Expected the artifact ${artifact} in the run folder, which an earlier step writes.`,
    {
      remedy: 'Run the earlier steps first.',
    },
  );
