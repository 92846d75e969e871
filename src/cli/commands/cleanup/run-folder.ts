import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JobDetails, UploadedDataset } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import type { CleanupFlags } from './flags.ts';

/** What a run folder adds to the flags: the run's name, and where in S3 the run has written. */
export async function readRunFolder(
  { runFolder, run, prefix = [] }: CleanupFlags,
  { io }: CommandContext,
): Promise<Pick<CleanupFlags, 'run' | 'prefix'>> {
  if (runFolder === undefined) return {};
  const { ARTIFACTS, InputError, openRunFolder, runPrefixes } = await import('../../../toolkit/index.ts');
  const path = resolve(io.cwd, runFolder);
  const isRun = [ARTIFACTS.run, ARTIFACTS.job, ARTIFACTS.upload].some((name) => existsSync(join(path, name)));
  if (!isRun) {
    throw new InputError('run-not-found', `Expected a run folder at ${path}, and there is no ${ARTIFACTS.run} in it.`, {
      remedy: 'Name the folder that novatune run was given.',
    });
  }
  const folder = await openRunFolder(path);
  const name = run ?? (await folder.read<{ readonly recipe?: { readonly name?: string } }>('run'))?.recipe?.name;
  const upload = await folder.read<UploadedDataset>('upload');
  const job = await folder.read<JobDetails>('job');
  const prefixes = [...prefix, ...runPrefixes({ ...(upload && { upload }), ...(job && { job }) })];
  return { ...(name !== undefined && { run: name }), ...(prefixes.length > 0 && { prefix: prefixes }) };
}
