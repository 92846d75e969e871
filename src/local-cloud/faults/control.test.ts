import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CloudControl, controlLocalCloud } from '../control-local-cloud.ts';
import { withLocalCloud } from '../testing/with-local-cloud.ts';

let test: Awaited<ReturnType<typeof withLocalCloud>>;
let control: CloudControl;
beforeEach(async () => {
  test = await withLocalCloud({ faults: [{ kind: 'throttle', operation: 'Converse', first: 3 }] });
  control = controlLocalCloud(test.cloud.folder);
});
afterEach(() => test.close());

it('lists, adds and clears rules of a cloud in another process', async () => {
  const added = await control.addFault({ kind: 'stall', phase: 'training', job: 'slow-one' });
  expect(added).toEqual({
    id: 'fault-2',
    rule: { kind: 'stall', phase: 'training', job: 'slow-one' },
    seen: 0,
    hit: 0,
  });
  expect((await control.listFaults()).map(({ id }) => id)).toEqual(['fault-1', 'fault-2']);
  expect(await control.clearFaults('fault-1')).toBe(1);
  await expect(control.clearFaults('fault-1')).rejects.toThrow('There is no fault rule fault-1. Known: fault-2.');
  expect(await control.clearFaults()).toBe(1);
  expect(test.cloud.faults.list()).toEqual([]);
});

it('changes settings while the cloud runs, all or none', async () => {
  expect(await control.changeSettings({ requestsPerMinute: 5, jobPhaseMs: 7 })).toMatchObject({ requestsPerMinute: 5 });
  expect(test.cloud.settings).toMatchObject({ requestsPerMinute: 5, jobPhaseMs: 7 });
  await expect(control.changeSettings({ jobPhaseMs: 9, answerDelayMs: -1 })).rejects.toThrow(
    /answerDelayMs.*at least 0/,
  );
  await expect(control.changeSettings({ accountId: '222233334444' })).rejects.toThrow(/fixed while it runs/);
  await expect(control.changeSettings({ nope: 1 } as object)).rejects.toThrow(/Unknown setting nope/);
  expect((await control.settings()).jobPhaseMs).toBe(7);
});

it.each(['faults', 'settings'])('asks for the token before it shows or changes %s', async (what) => {
  const response = await fetch(`${test.url}/_novatune/${what}`);
  expect(response.status).toBe(403);
  const change = await fetch(`${test.url}/_novatune/${what}`, { method: 'POST', body: '{"kind":"reset"}' });
  expect(change.status).toBe(403);
  expect(test.cloud.faults.list()).toHaveLength(1);
});

it('says in words what is no rule', async () => {
  await expect(control.addFault({ kind: 'slow' })).rejects.toThrow(/slow needs delayMs/);
  expect(() => controlLocalCloud('/nowhere')).toThrow(/No local cloud runs on/);
});
