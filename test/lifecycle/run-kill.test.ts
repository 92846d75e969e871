import { beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { BUILT, killedRun, type Outcome, randomKills } from '../support/killed-run.ts';
import { HELD_OUT } from '../support/sample-run.ts';

/** Of the built command line until its first request, milliseconds; only chooses places. */
const START_MS = 600;
const KILLS = 4;
const SEEDS = [1, 2];

describe.skipIf(!isBuilt)(`novatune run, killed at random (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let calm: Outcome;
  beforeAll(async () => {
    calm = await killedRun({ program: BUILT });
  }, 60_000);

  it.each(SEEDS)(
    'seed %i: comes to the results of an undisturbed run and pays for nothing twice',
    async (seed) => {
      const killed = await killedRun({ program: BUILT, nextKill: randomKills(seed, KILLS, START_MS) });
      const deaths = killed.attempts.filter(({ code }) => code === undefined);
      expect(deaths.length).toBeGreaterThan(1);
      expect(killed.results).toEqual(calm.results);
      expect(killed).toMatchObject({ jobs: 1, models: 1, deployments: 1, writtenTwice: [] });
      expect(killed.accepted).toMatchObject({ CreateModelCustomizationJob: 1, CreateCustomModelDeployment: 1 });
      // One call at a time: each death loses at most the one answer that was on its way.
      expect(killed.accepted.Converse).toBeLessThanOrEqual(2 * HELD_OUT + deaths.length);
    },
    90_000,
  );

  it('comes to the same results when a fifth of all calls fail', async () => {
    const faults = [
      { kind: 'throttle', share: 0.07, seed: 1 },
      { kind: 'error', share: 0.07, seed: 2 },
      { kind: 'reset', share: 0.04, seed: 3 },
      { kind: 'reset', share: 0.02, seed: 4, afterWork: true },
    ] as const;
    const troubled = await killedRun({ program: BUILT, faults, maxAttempts: 6 });
    expect(troubled.faults).toBeGreaterThan(5);
    expect(troubled.results).toEqual(calm.results);
    expect(troubled).toMatchObject({ jobs: 1, models: 1, deployments: 1, writtenTwice: [] });
  }, 90_000);
});
