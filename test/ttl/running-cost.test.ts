import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/command.ts';
import { printRunningCost } from '../../src/cli/render/running-cost.ts';
import { CloudError, type ConnectedCloud, deploy, runTags } from '../../src/toolkit/index.ts';
import { drain } from '../support/rehearsal.ts';
import { HOUR, type MortalCloud, openMortalCloud } from './mortal-cloud.ts';

let mortal: MortalCloud;
beforeAll(async () => {
  mortal = await openMortalCloud();
}, 60_000);
afterAll(() => mortal[Symbol.asyncDispose]());

/** What the end of a command says. */
async function said(cloud: ConnectedCloud = mortal.cloud, env: Record<string, string> = {}): Promise<string> {
  let text = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const signal = new AbortController().signal;
  const io = { stderr, stdout: stderr, stdin: process.stdin, env, cwd: '/', signal };
  const context: CommandContext = { io, verbose: false, exitWith: () => undefined };
  await printRunningCost(cloud, ' --local', context);
  return text;
}

it('is silent while nothing bills, and names what does in one line', async () => {
  expect(await said()).toBe('');
  const options = { kind: 'throughput', name: 'forms', tags: runTags('forms'), ttlMs: 2 * HOUR } as const;
  await drain(deploy(mortal.models[0], options, mortal.cloud));
  expect(await said()).toMatch(
    /^would bill on AWS: provisioned throughput forms \(deletes itself in 2 h 0 min\), \$108 an hour until deleted; stop it with: novatune throughput delete --name forms --local\n$/,
  );
  expect(await said(mortal.cloud, { NOVATUNE_NO_COST_LINE: '1' })).toBe('');
  const { throughput, schedules } = mortal.cloud;
  const refuse = () => {
    throw new CloudError('access-denied', 'You may not.');
  };
  expect(await said({ ...mortal.cloud, throughput: { ...throughput, list: refuse } })).toBe('');
  expect(await said({ ...mortal.cloud, schedules: { ...schedules, get: async () => refuse() } })).toContain(
    'throughput forms, $108 an hour',
  );
  await mortal.step(2 * HOUR + 1000);
  expect(await said()).toBe('');
});
