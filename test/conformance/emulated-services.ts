import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '../../src/local-cloud/service/operation.ts';
import { type Foundations, openServices } from '../../src/local-cloud/services.ts';
import { DEFAULT_SETTINGS } from '../../src/local-cloud/settings.ts';
import { systemClock } from '../../src/local-cloud/state/clock.ts';
import { openDatabase } from '../../src/local-cloud/state/database.ts';
import type { ConstraintTable } from '../../src/local-cloud/wire/constraints.ts';
import { type OperationPlan, planOperation } from '../../src/local-cloud/wire/operation-plan.ts';
import { isOperation } from '../../src/local-cloud/wire/schema.ts';
import { type ConstraintFile, planService, type ServicePlan } from '../../src/local-cloud/wire/service-plan.ts';
import { codedPages } from '../support/coded-pages.ts';

/** An emulated service beside what AWS publishes about it. */
export interface EmulatedService {
  readonly name: string;
  readonly definition: ServiceDefinition;
  /** The AWS SDK's client module. */
  readonly sdk: Readonly<Record<string, unknown>>;
  /** Every published operation by name, emulated or not. */
  readonly published: ReadonlyMap<string, OperationPlan>;
  /** Names of the emulated ones, sorted. */
  readonly emulated: readonly string[];
  readonly constraints: ConstraintFile;
  /** Constraints of answers. */
  readonly outputs: ConstraintTable;
  /** Error shapes by name and by code on the wire. */
  readonly errors: ServicePlan['errors'];
}

/** What {@link openServices} wires together, without a server: for looking at, not for calling. */
export async function emulatedServices(folder: string): Promise<readonly EmulatedService[]> {
  const database = openDatabase(':memory:');
  const ending = new AbortController();
  const foundations: Foundations = {
    pages: codedPages,
    database,
    settings: DEFAULT_SETTINGS,
    clock: systemClock,
    folder,
    signal: ending.signal,
    log: () => undefined,
  };
  const services = openServices(foundations);
  const found = await Promise.all(services.definitions.map(describeService));
  ending.abort();
  await services.close();
  database.close();
  return found;
}

async function describeService(definition: ServiceDefinition): Promise<EmulatedService> {
  const sdk = await definition.loadSchemas();
  const schemas = Object.values(sdk);
  return {
    name: definition.name,
    definition,
    sdk,
    published: new Map(schemas.filter(isOperation).map((schema) => [schema[2], planOperation(schema)])),
    emulated: Object.keys(definition.operations).sort(),
    constraints: readJson<ConstraintFile>(`../../src/local-cloud/wire/constraints/${definition.name}.json`),
    outputs: readJson<ConstraintTable>(`./constraints/${definition.name}.json`),
    errors: (await planService(definition)).errors,
  };
}

/** The files are ours, written by `scripts/extract-constraints.py`. */
function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Content;
}
