import { totalmem } from 'node:os';
import type { Check } from '../../check.ts';
import { ok, warning } from '../../diagnosis.ts';

/** Two page readers, the trainer of the local cloud and the command itself. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

export const memory: Check = {
  name: 'memory',
  group: 'machine',
  offline: true,
  run: async ({ options: { machine } }) => {
    if (machine === undefined) return [];
    const total = totalmem();
    const words = `The machine has ${(total / 1024 ** 3).toFixed(1)} GiB of memory.`;
    if (total >= ENOUGH_BYTES) return [ok(words)];
    return [warning('memory-low', words, { remedy: 'Read pages and rehearse on a machine with 2 GiB or more.' })];
  },
};
