import { readFile } from 'node:fs/promises';
import type { StaticErrorSchema } from '@smithy/types';
import type { Protocol, ServiceDefinition } from '../service/operation.ts';
import { type Codec, createCborCodec, createJsonCodec, createXmlCodec } from './codec.ts';
import { type ConstraintTable, compileInputCheck, type InputCheck } from './constraints.ts';
import { type OperationPlan, planOperation } from './operation-plan.ts';
import { createRouter, type Router } from './router.ts';
import { isError, isOperation, type Traits } from './schema.ts';

/** What the published schema of an error says. */
export interface ErrorPlan {
  /** Name of the shape. */
  readonly name: string;
  /** Code in query protocols, which may have names of its own. */
  readonly code: string;
  /** Whether the schema states a code for query protocols: other protocols then tell it in a header as well. */
  readonly hasQueryCode: boolean;
  readonly status: number;
  readonly fault: 'client' | 'server';
}

/** All that is known about one service before a request arrives. Built on its first request. */
export interface ServicePlan {
  readonly definition: ServiceDefinition;
  readonly operations: ReadonlyMap<string, OperationPlan>;
  readonly router: Router;
  /** By shape name and by code on the wire. */
  readonly errors: ReadonlyMap<string, ErrorPlan>;
  /** Names of the error shapes that are published for each operation. */
  readonly errorLists: Readonly<Record<string, readonly string[]>>;
  readonly codec: Codec;
  readonly apiVersion: string;
  readonly xmlNamespace: string;
  /** Compiled on first use of the operation. */
  inputCheck(operation: OperationPlan): InputCheck;
}

/** Contents of `constraints/<service>.json`, extracted by `scripts/extract-constraints.py`. */
export interface ConstraintFile {
  readonly apiVersion: string;
  readonly xmlNamespace?: string;
  readonly targetPrefix?: string;
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly members: ConstraintTable;
}

export async function planService(definition: ServiceDefinition): Promise<ServicePlan> {
  const [schemas, constraints] = await Promise.all([definition.loadSchemas(), readConstraints(definition.name)]);
  const exports = Object.values(schemas);
  const operations = new Map(exports.filter(isOperation).map((schema) => [schema[2], planOperation(schema)]));
  const errors = new Map<string, ErrorPlan>();
  for (const schema of exports.filter(isError)) {
    const plan = planError(schema);
    errors.set(schema[2], plan);
    errors.set(plan.code, plan);
  }
  const checks = new Map<string, InputCheck>();
  const xmlNamespace = constraints.xmlNamespace ?? '';
  return {
    definition,
    operations,
    router: createRouter([...operations.values()]),
    errors,
    errorLists: constraints.errors,
    codec: createCodec(definition.protocol, xmlNamespace),
    apiVersion: constraints.apiVersion,
    xmlNamespace,
    inputCheck: (operation) => {
      let check = checks.get(operation.name);
      if (!check) {
        check = compileInputCheck(operation.input, constraints.members, definition.protocol);
        checks.set(operation.name, check);
      }
      return check;
    },
  };
}

async function readConstraints(service: string): Promise<ConstraintFile> {
  const file = new URL(`./constraints/${service}.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as ConstraintFile;
}

function createCodec(protocol: Protocol, xmlNamespace: string): Codec {
  switch (protocol) {
    case 'restJson1':
      return createJsonCodec(true, 'application/json');
    case 'awsJson1_0':
      return createJsonCodec(false, 'application/x-amz-json-1.0');
    case 'awsJson1_1':
      return createJsonCodec(false, 'application/x-amz-json-1.1');
    case 'restXml':
      return createXmlCodec(true, xmlNamespace);
    case 'awsQuery':
      return createXmlCodec(false, '');
    case 'rpcV2Cbor':
      return createCborCodec();
  }
}

function planError(schema: StaticErrorSchema): ErrorPlan {
  const traits: Traits = typeof schema[3] === 'object' ? (schema[3] as Traits) : {};
  const fault = traits.error === 'server' ? 'server' : 'client';
  const [code, status] = traits.awsQueryError ?? [schema[2], undefined];
  const hasQueryCode = traits.awsQueryError !== undefined;
  return {
    name: schema[2],
    code,
    hasQueryCode,
    fault,
    status: status ?? traits.httpError ?? (fault === 'server' ? 500 : 400),
  };
}
