import type { Check } from '../../check.ts';
import { failure, ok, unknown, warning } from '../../diagnosis.ts';

/** AWS refuses signatures that are further off. */
const MOST_MS = 5 * 60_000;
const WORTH_SAYING_MS = 60_000;

export const clockSkew: Check = {
  name: 'clock-skew',
  group: 'surroundings',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html',
  run: async ({ cloud, signal }) => {
    const before = cloud.clock.now();
    const server = await cloud.connection.serverTime(signal);
    if (server === undefined) return [unknown('clock-unknown', 'The cloud did not tell its time.')];
    const skewMs = (before + cloud.clock.now()) / 2 - server;
    const off = Math.abs(skewMs);
    const words = `The clock of this machine is ${Math.round(off / 1000)} s ${skewMs < 0 ? 'behind' : 'ahead'}.`;
    const remedy = 'Let the system set its clock from the network (NTP).';
    if (off > MOST_MS) return [failure('clock-skewed', words, { remedy, refusal: 'Signature expired' })];
    if (off > WORTH_SAYING_MS) return [warning('clock-skewed', words, { remedy })];
    return [ok('The clock of this machine is right, to the minute.')];
  },
};
