import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from '../../check.ts';
import { failure, ok, unknown, warning } from '../../diagnosis.ts';

/** A run keeps its images, journals and reports; a rehearsal keeps the objects of the local cloud as well. */
const ENOUGH_BYTES = 1024 ** 3;
const LEAST_BYTES = 50 * 1024 ** 2;

export const diskSpace: Check = {
  name: 'disk-space',
  group: 'machine',
  offline: true,
  run: async ({ options: { machine } }) => {
    if (machine === undefined) return [];
    const folder = await nearestFolder(machine.folder);
    if (folder === undefined) return [unknown('folder-missing', `There is no folder above ${machine.folder}.`)];
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const words = `${(free / 1024 ** 3).toFixed(1)} GiB are free at ${folder}`;
    const remedy = 'Free some, or work in a folder on another disk.';
    if (free < LEAST_BYTES) return [failure('disk-full', `${words}.`, { remedy })];
    return [free < ENOUGH_BYTES ? warning('disk-nearly-full', `${words}.`, { remedy }) : ok(`${words}.`)];
  },
};

async function nearestFolder(path: string): Promise<string | undefined> {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((await stat(folder).catch(() => undefined))?.isDirectory()) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
