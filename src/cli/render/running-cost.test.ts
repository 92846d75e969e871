import { describe, expect, it } from 'vitest';
import { describeRunningCost } from './running-cost.ts';
import { describeDeadline } from './time-left.ts';

const NOW = Date.UTC(2026, 0, 1);
const around = {
  now: NOW,
  rehearsal: false,
  cloudFlags: ' --region us-east-1',
  formatUsd: (usd: number) => `$${usd.toFixed(2)}`,
};

describe('the line of what bills', () => {
  it('says what, how much an hour, until when, and how to stop it', () => {
    expect(describeRunningCost([{ name: 'forms', perHour: 108.15, deadline: NOW + 5_400_000 }], around)).toBe(
      'bills now: provisioned throughput forms (deletes itself in 1 h 30 min), $108.15 an hour until deleted; stop it with: novatune throughput delete --name forms --region us-east-1',
    );
  });

  it('adds up, and says when part of it is unknown', () => {
    const four = ['a', 'b', 'c', 'd'].map((name, index) => ({ name, ...(index > 0 && { perHour: 10 }) }));
    expect(describeRunningCost(four, around)).toContain(
      'throughput a, b, c and 1 more, at least $30.00 an hour until deleted; stop the first with: novatune throughput delete --name a',
    );
    expect(describeRunningCost([{ name: 'a' }], around)).toContain('throughput a, price unknown; stop it');
  });

  it('pretends no bill in a rehearsal, nor time that is over', () => {
    const line = describeRunningCost([{ name: 'a', perHour: 1, deadline: NOW }], { ...around, rehearsal: true });
    expect(line).toMatch(/^would bill on AWS: provisioned throughput a \(deletes itself now\), \$1\.00 an hour/);
    expect(line).not.toContain('\n');
  });
});

it('describes deadlines that lie ahead and those that are being acted on', () => {
  expect(describeDeadline(NOW + 3_600_500, NOW)).toBe('2026-01-01T01:00:00Z, in 1 h 0 min');
  expect(describeDeadline(NOW, NOW + 1)).toBe('2026-01-01T00:00:00Z, any moment now');
});
