import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from '../../src/local-cloud/testing/with-local-cloud.ts';
import { compileInputCheck } from '../../src/local-cloud/wire/constraints.ts';
import { codedPages } from '../support/coded-pages.ts';
import { textRecords } from '../support/text-job.ts';
import { type EmulatedService, emulatedServices } from './emulated-services.ts';
import { ANSWERED_DIFFERENTLY } from './known-differences.ts';
import { createSender, type Sender } from './sender.ts';
import { lookAround } from './story/account.ts';
import type { Caller, Output } from './story/caller.ts';
import {
  ask,
  askInBatch,
  BATCH_FILE,
  deleteModel,
  type Endpoints,
  TRAINING_FILE,
  trainAndServe,
} from './story/models.ts';
import { deleteRole, makeRole } from './story/roles.ts';
import { emptyStorage, storeObjects } from './story/storage.ts';
import { watchAndSchedule } from './story/watching.ts';

/** Records of the batch job; AWS takes no fewer than 100. */
const BATCH_RECORDS = 100;
const batchRecords = Array.from({ length: BATCH_RECORDS }, (_, index) => {
  const messages = [{ role: 'user', content: [{ text: `Which class is document ${index}?` }] }];
  return JSON.stringify({ recordId: `record-${index}`, modelInput: { schemaVersion: 'messages-v1', messages } });
}).join('\n');

const folder = mkdtempSync(join(tmpdir(), 'novatune-conformance-'));
const services = await emulatedServices(folder);

/** One cloud, one story with the AWS SDK alone: each test goes on where the one before it ended. */
describe('a whole life: every answer is as AWS publishes it', { timeout: 90_000 }, () => {
  let cloud: TestCloud;
  let senders: ReadonlyMap<string, { readonly service: EmulatedService; readonly sender: Sender }>;
  let endpoints: Endpoints;
  const answered = new Set<string>();
  const wrong: (Complaint & { readonly service: string; readonly operation: string })[] = [];

  beforeAll(async () => {
    cloud = await withLocalCloud({ pages: codedPages });
    senders = new Map(services.map((service) => [service.name, { service, sender: createSender(service, cloud.url) }]));
  });
  afterAll(async () => {
    for (const { sender } of senders.values()) sender.close();
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  });

  const call: Caller = async (name, operation, input = {}) => {
    const found = senders.get(name);
    if (!found) throw new Error(`expected the service ${name} to be emulated`);
    const answer = await found.sender.send(operation, input);
    if (answer.kind !== 'answered') {
      throw new Error(`${operation}: ${answer.kind === 'unsent' ? answer.reason : `${answer.name} ${answer.message}`}`);
    }
    answered.add(`${name}:${operation}`);
    const complaints = await complaintsOf(found.service, operation, answer.output);
    wrong.push(...complaints.map((complaint) => ({ service: name, operation, ...complaint })));
    return answer.output;
  };

  it('roles and data', async () => {
    await makeRole(call);
    await storeObjects(call, { [TRAINING_FILE]: textRecords(), [BATCH_FILE]: batchRecords });
  });
  it('job, model, deployment, throughput', async () => {
    endpoints = await trainAndServe(call);
  });
  it('questions, one by one and in a batch', async () => {
    for (const modelId of [endpoints.deployment, endpoints.throughput]) await ask(call, modelId);
    await askInBatch(call);
  });
  it('alarms, events, schedules', () => watchAndSchedule(call, endpoints.throughput));
  it('prices, quotas, keys', () => lookAround(call));
  it('deletion of everything', async () => {
    await deleteModel(call, endpoints);
    await emptyStorage(call);
    await deleteRole(call);
  });

  it('had no answer without a required member, with an unknown enumeration value, or out of pattern and bounds', () => {
    const explained = Object.keys(ANSWERED_DIFFERENTLY);
    const keyOf = (complaint: (typeof wrong)[number]) =>
      `${complaint.service}:${complaint.operation}:${complaint.path}`;
    expect(wrong.filter((complaint) => !explained.includes(keyOf(complaint)))).toEqual([]);
    expect(explained.filter((key) => !wrong.some((complaint) => keyOf(complaint) === key))).toEqual([]);
  });
  it('had an answer of every emulated operation', () => {
    const emulated = services.flatMap(({ name, emulated: operations }) => operations.map((one) => `${name}:${one}`));
    expect(emulated.filter((key) => !answered.has(key))).toEqual([]);
  });
});

/** One way in which an answer differs from the published model. */
interface Complaint {
  /** Without the numbers of list items. */
  readonly path: string;
  readonly rule: string;
}

/** Holds an answer against the published model, its event stream included. */
async function complaintsOf(service: EmulatedService, operation: string, output: Output): Promise<Complaint[]> {
  const plan = service.published.get(operation);
  if (!plan) throw new Error(`expected ${service.name} to publish ${operation}`);
  if (plan.output.isUnitSchema()) return [];
  const found = complaintsOn(() => compileInputCheck(plan.output, service.outputs, 'restJson1')(output));
  const { payload } = plan.response;
  if (payload?.kind !== 'events') return found;
  const check = compileInputCheck(payload.schema, service.outputs, 'restJson1');
  const events = output[payload.member] as AsyncIterable<Output>;
  for await (const event of events) found.push(...complaintsOn(() => check(event)));
  return found;
}

/** The words of the check that inputs go through: `… at 'path' failed to satisfy constraint: rule`. */
function complaintsOn(check: () => void): Complaint[] {
  try {
    check();
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const found = [...message.matchAll(/at '([^']*)'(?: failed to satisfy constraint: ([^;]*))?/g)].map(
      ([, path = '', rule = 'type']): Complaint => ({ path: path.replace(/\.\d+\.member/g, ''), rule }),
    );
    return found.length > 0 ? found : [{ path: '', rule: message }];
  }
}
