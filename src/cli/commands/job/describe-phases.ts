import type { PhaseAge, Stall } from '../../../toolkit/index.ts';
import { formatSeconds } from '../../render/progress.ts';

/** `validation Completed, training NotStarted for 3 h 2 min` */
export const describePhases = (ages: readonly PhaseAge[]): string =>
  ages.map(({ phase, status, ageMs }) => `${phase} ${status}${describeAge(status, ageMs)}`).join(', ');

const describeAge = (status: string, ageMs: number | undefined): string =>
  ageMs === undefined || status === 'Completed' ? '' : ` for ${formatSeconds(ageMs / 1000)}`;

/** What to do about a stalled job, two lines. */
export const describeStall = ({ phase, status, ageMs, limitMs }: Stall, jobArn: string): string =>
  [
    `warning: ${phase} has been ${status} for ${formatSeconds(ageMs / 1000)}; more than ${formatSeconds(limitMs / 1000)} is unusual. Bedrock gives no message for a stalled job.`,
    `  Stop it with: novatune job stop --job-arn ${jobArn}  and submit it again under another name. It leaves no model.`,
  ].join('\n');
