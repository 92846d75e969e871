import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from '../../src/local-cloud/testing/with-local-cloud.ts';
import { isPublishedError, UNLISTED_ERRORS, unlistedKey } from '../../src/local-cloud/wire/published-errors.ts';
import { readSources } from '../architecture/source-files.ts';
import { codedPages } from '../support/coded-pages.ts';
import { type EmulatedService, emulatedServices } from './emulated-services.ts';
import { readErrorShape } from './error-shape.ts';
import { NAMING_MEMBERS, NEVER_NOT_FOUND, REFUSED_OTHERWISE } from './named-samples.ts';
import { createSampleMaker } from './sample-input.ts';
import { createSender, type Sender } from './sender.ts';

const folder = mkdtempSync(join(tmpdir(), 'novatune-conformance-'));
const services = await emulatedServices(folder);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await withLocalCloud({ pages: codedPages });
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(services)('$name', (service) => {
  let sender: Sender;
  beforeAll(() => {
    sender = createSender(service, cloud.url);
  });
  afterAll(() => sender.close());

  // What asks for things that are not there comes before what makes them.
  const rank = (operation: string) => Number(!canBeNotFound(service, operation));
  const inOrder = [...service.emulated].sort((a, b) => rank(a) - rank(b));
  it.each(inOrder)('%s answers the smallest valid input, or refuses it with a published error', async (operation) => {
    const key = `${service.name}:${operation}`;
    const answer = await sender.send(operation, smallestInput(service, operation));
    if (answer.kind === 'unsent') throw new Error(`expected ${key} to be sent: ${answer.reason}`);
    const code = answer.kind === 'refused' ? readErrorShape(sender.protocol, answer.raw).code : 'no error';
    if (canBeNotFound(service, operation)) {
      expect({ key, code }).toEqual({ key, code: expect.stringMatching(/NotFound|NoSuch|^404$/) });
    } else if (answer.kind === 'refused') {
      const isKnown = isPublished(service, operation, code) || unlistedKey(service.name, operation, code) !== undefined;
      expect({ key, code, isKnown }).toEqual({ key, code, isKnown: true });
    }
  });

  const refused = [...service.published.keys()].filter(
    (operation) =>
      !service.emulated.includes(operation) && !Object.hasOwn(REFUSED_OTHERWISE, `${service.name}:${operation}`),
  );
  it.skipIf(refused.length === 0)(`refuses ${refused.length} operations by name`, async () => {
    const wrong: string[] = [];
    for (const operation of refused) {
      const answer = await sender.send(operation, smallestInput(service, operation));
      if (answer.kind !== 'refused') wrong.push(`${operation}: ${answer.kind}`);
      else if (!answer.message.startsWith(`${operation} is not emulated`))
        wrong.push(`${operation}: ${answer.message}`);
    }
    expect(wrong).toEqual([]);
  });

  it('knows no error that AWS does not publish for one of its operations', () => {
    const codes = codesInSource(service.name);
    // Both Bedrock services look models up with the same code.
    const sharers = services.filter(({ definition }) => definition.signingName === service.definition.signingName);
    const isKnown = (code: string) =>
      sharers.some((sharer) =>
        sharer.emulated.some(
          (operation) =>
            isPublished(sharer, operation, code) || unlistedKey(sharer.name, operation, code) !== undefined,
        ),
      );
    expect(codes.filter((code) => !isKnown(code))).toEqual([]);
  });
});

it('finds the errors in the source', () => {
  expect(codesInSource('bedrock')).toEqual(expect.arrayContaining(['ConflictException', 'ResourceNotFoundException']));
  expect(codesInSource('iam')).toEqual(expect.arrayContaining(['DeleteConflict', 'NoSuchEntity']));
  expect(codesInSource('s3').length).toBeGreaterThan(25);
});

it('holds no exception that is no longer needed', () => {
  const operations = new Map(
    services.flatMap((service) => service.emulated.map((name) => [`${service.name}:${name}`, service])),
  );
  expect(Object.keys(NAMING_MEMBERS).filter((key) => !operations.has(key))).toEqual([]);
  const stale = Object.keys(NEVER_NOT_FOUND).filter((key) => {
    const [service, operation = ''] = [operations.get(key), key.split(':')[1]];
    return service === undefined || !publishesNotFound(service, operation);
  });
  expect(stale).toEqual([]);
  const published = Object.keys(UNLISTED_ERRORS).filter((key) => {
    const [name = '', operation = '', code = ''] = key.split(':');
    const service = services.find((one) => one.name === name);
    if (!service || !codesInSource(name).includes(code)) return true;
    const named = operation === '*' ? service.emulated : [operation];
    return named.every((one) => isPublished(service, one, code));
  });
  expect(published).toEqual([]);
});

function smallestInput(service: EmulatedService, operation: string): Record<string, unknown> {
  const plan = service.published.get(operation);
  if (!plan) throw new Error(`expected ${service.name} to publish ${operation}`);
  const samples = createSampleMaker(service.name, service.constraints.members);
  return { ...samples.structure(plan.input), ...NAMING_MEMBERS[`${service.name}:${operation}`] };
}

/** Whether the smallest input names something that does not exist, and AWS publishes an error for that. */
function canBeNotFound(service: EmulatedService, operation: string): boolean {
  if (Object.hasOwn(NEVER_NOT_FOUND, `${service.name}:${operation}`)) return false;
  const namesNothing = Object.keys(smallestInput(service, operation)).length === 0;
  return !namesNothing && publishesNotFound(service, operation);
}

function publishesNotFound(service: EmulatedService, operation: string): boolean {
  // S3's model leaves out that every bucket may be unknown.
  if (service.name === 's3') return operation !== 'CreateBucket' && operation !== 'ListBuckets';
  return (service.constraints.errors[operation] ?? []).some((name) => /NotFound|NoSuch/.test(name));
}

function isPublished(service: EmulatedService, operation: string, code: string): boolean {
  return isPublishedError(
    { definition: service.definition, errors: service.errors, errorLists: service.constraints.errors },
    operation,
    code,
  );
}

/** Codes that a service's source can throw. */
function codesInSource(service: string): string[] {
  const files = readSources(`src/local-cloud/${service}`).filter(
    ({ isTest, path }) => !isTest && !path.includes('/testing/'),
  );
  const codes = files.flatMap(({ text }) =>
    [...text.matchAll(/(?:new ServiceError|iamError)\(\s*'([A-Za-z0-9]+)'/g)].map(([, code]) => code ?? ''),
  );
  return [...new Set(codes)].sort();
}
