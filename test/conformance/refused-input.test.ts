import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Protocol } from '../../src/local-cloud/service/operation.ts';
import { type TestCloud, withLocalCloud } from '../../src/local-cloud/testing/with-local-cloud.ts';
import type { OperationPlan } from '../../src/local-cloud/wire/operation-plan.ts';
import { codedPages } from '../support/coded-pages.ts';
import { type BrokenInput, brokenInputs } from './broken-inputs.ts';
import { type EmulatedService, emulatedServices } from './emulated-services.ts';
import { readErrorShape, type WireError } from './error-shape.ts';
import { createSampleMaker } from './sample-input.ts';
import { type Answer, createSender, type Sender } from './sender.ts';

// Every emulated operation, every required member, enumeration, bound and pattern that AWS publishes for it: nothing here is written
// down by hand, so a new operation is covered by being there.

const folder = mkdtempSync(join(tmpdir(), 'novatune-conformance-'));
const services = await emulatedServices(folder);
const spoken = services.flatMap((service) =>
  [service.definition.protocol, ...(service.definition.alsoSpeaks ?? [])].map((protocol) => ({
    name: `${service.name} in ${protocol}`,
    service,
    protocol,
  })),
);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await withLocalCloud({ pages: codedPages });
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(spoken)('$name', ({ service, protocol }) => {
  let sender: Sender;
  beforeAll(() => {
    sender = createSender(service, cloud.url, protocol);
  });
  afterAll(() => sender.close());

  it.each(service.emulated)('%s refuses every input that breaks one published constraint', async (operation) => {
    const wrong: string[] = [];
    for (const broken of breakagesOf(service, operation)) {
      const answer = await sender.send(operation, broken.input);
      const complaint = judge(answer, broken, planOf(service, operation), protocol);
      if (complaint !== undefined) wrong.push(`${broken.breakage} ${broken.path}: ${complaint}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(service.emulated.filter((operation) => hasDocument(planOf(service, operation), protocol)))(
    '%s refuses a body that is no document',
    async (operation) => {
      const plan = planOf(service, operation);
      const samples = createSampleMaker(service.name, service.constraints.members);
      const answer = await sender.send(operation, samples.structure(plan.input), MALFORMED[protocol].body);
      if (answer.kind !== 'refused') throw new Error(`expected a refusal, got ${shown(answer)}`);
      expect(answer.raw.status).toBe(400);
      expect(readErrorShape(protocol, answer.raw).code).toBe(MALFORMED[protocol].code);
    },
  );
});

it('walks far: constraints of every service, in thousands of requests', () => {
  const counts = services.map((service) => {
    const broken = service.emulated.flatMap((operation) => breakagesOf(service, operation));
    return { name: service.name, broken: broken.length };
  });
  expect(counts.filter(({ broken }) => broken < 5)).toEqual([]);
  expect(counts.reduce((sum, { broken }) => sum + broken, 0)).toBeGreaterThan(1800);
});

function planOf({ name, published }: EmulatedService, operation: string): OperationPlan {
  const plan = published.get(operation);
  if (!plan) throw new Error(`expected ${name} to publish ${operation}, but its SDK does not know it`);
  return plan;
}

function breakagesOf(service: EmulatedService, operation: string): BrokenInput[] {
  const { members } = service.constraints;
  return brokenInputs(planOf(service, operation).input, members, createSampleMaker(service.name, members));
}

/** @returns what is wrong with an answer to a broken input, undefined when it is what AWS publishes. */
function judge(answer: Answer, broken: BrokenInput, plan: OperationPlan, protocol: Protocol): string | undefined {
  if (isAddress(broken, plan, protocol) || (protocol === 'awsQuery' && broken.empties)) return undefined;
  if (answer.kind === 'unsent' && SDK_REFUSES.test(answer.reason)) return undefined;
  if (answer.kind !== 'refused') return shown(answer);
  const error = readErrorShape(protocol, answer.raw);
  if (answer.raw.status !== 400) return `status ${answer.raw.status} ${error.code}`;
  const fits = protocol === 'restXml' ? isRefusalOfS3(error) : isValidationError(error, broken.path, protocol);
  return fits ? undefined : `${error.code}: ${error.message.slice(0, 300)}`;
}

/** Without what the path is made of, and in S3 what tells operations apart, a request is for another operation, or not sent at all. */
function isAddress({ breakage, path }: BrokenInput, { request }: OperationPlan, protocol: Protocol): boolean {
  const holds = (members: readonly { readonly member: string }[]) => members.some(({ member }) => member === path);
  if (breakage !== 'missing' && breakage !== 'too short') return false;
  return holds(request.labels) || (protocol === 'restXml' && (holds(request.query) || holds(request.headers)));
}

function isValidationError({ code, message }: WireError, path: string, protocol: Protocol): boolean {
  const isQuery = protocol === 'awsQuery';
  const names = path.split('.').map((name) => (isQuery ? name.charAt(0).toLowerCase() + name.slice(1) : name));
  return (
    code === (isQuery ? 'ValidationError' : 'ValidationException') &&
    message.startsWith('1 validation error detected: ') &&
    message.includes(`at '${names.join('.')}' failed to satisfy constraint: `)
  );
}

/** Checksums it cannot compute, and end points it cannot address. */
const SDK_REFUSES = /^Error: The checksum algorithm|^EndpointError|SigV4a/;

/** The answer to a HEAD request has no body to put a code in. */
const isRefusalOfS3 = ({ code }: WireError) => ['InvalidArgument', 'MalformedXML', '400'].includes(code);

const JSON_BODY = { body: Buffer.from('{"half'), code: 'SerializationException' };
const MALFORMED: Readonly<Record<Protocol, { readonly body: Uint8Array; readonly code: string }>> = {
  restJson1: JSON_BODY,
  awsJson1_0: JSON_BODY,
  awsJson1_1: JSON_BODY,
  // A map that promises a text of ten bytes and ends.
  rpcV2Cbor: { body: Buffer.from([0xbf, 0x6a, 0x61]), code: 'SerializationException' },
  restXml: { body: Buffer.from('<Half'), code: 'MalformedXML' },
  awsQuery: { body: Buffer.from('no form'), code: 'MissingAction' },
};

function hasDocument({ request, input }: OperationPlan, protocol: Protocol): boolean {
  if (protocol !== 'restJson1' && protocol !== 'restXml') return protocol === 'awsQuery' || !input.isUnitSchema();
  return request.body !== undefined || request.payload?.kind === 'structure';
}

function shown(answer: Answer): string {
  if (answer.kind === 'unsent') return `not sent: ${answer.reason}`;
  return `${answer.kind} with ${answer.raw.status} ${answer.raw.body.toString('utf8').slice(0, 200)}`;
}
