import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HubAccess } from '../../toolkit/index.ts';
import type { Io } from '../io.ts';

/**
 * How to reach the Hugging Face Hub, from the variables that its own tools read
 * (https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables): HF_ENDPOINT, HF_TOKEN, HF_TOKEN_PATH, HF_HOME.
 * What is read is kept in `novatune` under HF_HOME.
 */
export async function hubAccess({ env }: Pick<Io, 'env'>): Promise<HubAccess> {
  const home = env.HF_HOME || join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'huggingface');
  const saved = async () => (await readFile(env.HF_TOKEN_PATH || join(home, 'token'), 'utf8').catch(() => '')).trim();
  const token = env.HF_TOKEN?.trim() || env.HUGGING_FACE_HUB_TOKEN?.trim() || (await saved());
  return {
    ...(env.HF_ENDPOINT && { endpoint: env.HF_ENDPOINT }),
    ...(token !== '' && { token }),
    cacheFolder: join(home, 'novatune'),
  };
}
