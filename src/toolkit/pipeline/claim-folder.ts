import { createHash } from 'node:crypto';
import { InputError } from '../errors.ts';
import type { CloudIdentity } from '../ports/cloud.ts';
import type { RunFolder } from '../run/index.ts';
import type { Recipe } from './recipe.ts';
import { harmfulChanges } from './recipe-plan.ts';

/** What `run.json` keeps: enough to refuse going on with another recipe or in another account. */
interface RunRecord {
  readonly version: 1;
  readonly recipe: Recipe;
  readonly recipeHash: string;
  readonly identity: Omit<CloudIdentity, 'endpoint' | 'callerArn'>;
}

/**
 * Makes the folder the run's own, or finds that it is. A recipe may have changed in what was not prepared, trained or asked with.
 * @throws {InputError} `run-folder-taken`
 */
export async function claimFolder(run: RunFolder, recipe: Recipe, identity: CloudIdentity): Promise<void> {
  const recipeHash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
  const { accountId, region, rehearsal } = identity;
  const claimed: RunRecord = { version: 1, recipe, recipeHash, identity: { accountId, region, rehearsal } };
  const record = await run.read<RunRecord>('run');
  if (record?.recipeHash === recipeHash && isSame(record.identity, identity)) return;
  if (record && isSame(record.identity, identity)) {
    const changed = harmfulChanges(record.recipe, recipe);
    if (changed.length > 0) throw taken(run, record, `the recipe differs in ${changed.join(', ')}`);
  } else if (record) {
    throw taken(run, record, `${accountId} (${region}${rehearsal ? ', an emulator' : ''}) is another cloud`);
  }
  await run.write('run', claimed);
}

const isSame = (one: RunRecord['identity'], other: RunRecord['identity']): boolean =>
  one.accountId === other.accountId && one.region === other.region && one.rehearsal === other.rehearsal;

function taken(run: RunFolder, { recipe, identity }: RunRecord, why: string): InputError {
  const place = `${identity.accountId} (${identity.region}${identity.rehearsal ? ', an emulator' : ''})`;
  return new InputError('run-folder-taken', `${run.path} holds the run ${recipe.name} in account ${place}: ${why}.`, {
    remedy: 'Choose another run folder, or use the recipe, account and region it was begun with.',
  });
}
