import { randomUUID } from 'node:crypto';
import type { CallerLookup, SecretLookup } from '../service/access-keys.ts';
import type {
  Caller,
  Operation,
  OperationContext,
  Protocol,
  RefusedCall,
  ServiceDefinition,
} from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import { callerOf } from './caller.ts';
import { type ErrorScene, internalError, writeError } from './error-response.ts';
import { identify, parseRequest, type TypedRequest } from './identify.ts';
import type { Interference, RequestOutcome, WireRequest, WireResponse } from './message.ts';
import { writeOutput } from './output.ts';
import { onlyPublishedErrors } from './published-errors.ts';
import { planService, type ServicePlan } from './service-plan.ts';
import { MalformedSignature, parseSignature, refusals, type Signature } from './sigv4.ts';
import { verifySignature } from './verify-signature.ts';

/** What the wire needs besides the services themselves. */
export interface WireOptions {
  readonly services: readonly ServiceDefinition[];
  /** Account of access keys that do not name one. 12 digits. */
  readonly accountId: string;
  readonly signatures: 'form' | 'verify';
  readonly callers: readonly CallerLookup[];
  readonly secrets: SecretLookup;
  /** Told once per request, after the response is known. */
  readonly onOutcome?: (outcome: RequestOutcome, error: unknown) => void;
  /** Asked of every request that has reached its operation. Default: none. */
  readonly interfere?: Interference;
  /** An error that AWS does not publish for the operation becomes a fault of the cloud. Default false. */
  readonly strictErrors?: boolean;
  /** Milliseconds since the epoch, compared with signing times. Default the wall clock. */
  readonly now?: () => number;
}

/** Answers one AWS request; never rejects. */
export type Wire = (request: WireRequest) => Promise<WireResponse>;

/** Everything between HTTP and the services' operations. Services load their schemas on their first request. */
export function createWire(options: WireOptions): Wire {
  const plans = new Map<ServiceDefinition, Promise<ServicePlan>>();
  const planOf = (definition: ServiceDefinition) => {
    let plan = plans.get(definition);
    if (!plan) {
      plan = planService(definition);
      plan.catch(() => plans.delete(definition));
      plans.set(definition, plan);
    }
    return plan;
  };
  return (request) => answer(request, options, planOf);
}

/** What is learnt on the way, so that a failure at any point can be worded and logged. */
interface Progress {
  readonly requestId: string;
  protocol: Protocol;
  plan: ServicePlan | undefined;
  operation: string;
}

async function answer(
  request: WireRequest,
  options: WireOptions,
  planOf: (definition: ServiceDefinition) => Promise<ServicePlan>,
): Promise<WireResponse> {
  const progress: Progress = { requestId: randomUUID(), protocol: 'restJson1', plan: undefined, operation: '' };
  let response: WireResponse;
  let refused: unknown;
  try {
    response = await serve(request, options, planOf, progress);
  } catch (error) {
    refused = error;
    response = refuse(request, progress, error);
  }
  options.onOutcome?.(
    {
      requestId: progress.requestId,
      service: progress.plan?.definition.name ?? '',
      operation: progress.operation,
      status: response.status,
      ...(refused instanceof ServiceError && { code: refused.code }),
    },
    refused,
  );
  return { ...response, headers: { ...requestIds(progress), ...response.headers } };
}

async function serve(
  request: WireRequest,
  options: WireOptions,
  planOf: (definition: ServiceDefinition) => Promise<ServicePlan>,
  progress: Progress,
): Promise<WireResponse> {
  const query = new URLSearchParams(request.query);
  const parsed = trySignature(request, query);
  const signature = parsed instanceof MalformedSignature ? undefined : parsed;
  const target = await identify(request, query, signature?.service, options.services, planOf);
  progress.protocol = target.protocol;
  progress.plan = target.plan;
  if (parsed instanceof MalformedSignature) throw refusals.malformed(target.protocol, parsed.message, parsed.presigned);
  if (!signature) throw refusals.unsigned(target.protocol);
  if (!target.plan) throw target.refusal(signature);
  const typed = await parseRequest(request, query, target.plan, signature, (name) => {
    progress.operation = name;
  });
  if (options.signatures === 'verify') await verify(request, query, typed, signature, options, target.protocol);
  const caller = identifyCaller(signature, options, target.protocol);
  const implementation = implementationOf(target.plan, typed);
  const operation = options.strictErrors
    ? onlyPublishedErrors(target.plan, typed.plan.name, implementation)
    : implementation;
  const input = await typed.readInput();
  const context = contextOf(request, typed, signature.region, caller, progress.requestId);
  const { plan } = target;
  const run = async (): Promise<WireResponse> => {
    const output = await operation(input as never, context);
    return await writeOutput(plan, typed.plan, (output ?? {}) as Record<string, unknown>, progress.requestId);
  };
  return await reportingRefusals(plan, { operation: typed.plan.name, input, context }, async () => {
    plan.inputCheck(typed.plan)(input);
    if (options.interfere === undefined) return await run();
    const { name: service, protocol } = plan.definition;
    return await options.interfere({ service, operation: typed.plan.name, protocol, signal: request.signal }, run);
  });
}

/** Runs a call; its service learns of the failure before the client does. */
async function reportingRefusals<Result>(
  { definition }: ServicePlan,
  call: Omit<RefusedCall, 'error'>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    definition.onRefused?.({ ...call, error });
    throw error;
  }
}

function trySignature(request: WireRequest, query: URLSearchParams): Signature | MalformedSignature | undefined {
  try {
    return parseSignature({ query, headers: request.headers });
  } catch (error) {
    if (error instanceof MalformedSignature) return error;
    throw error;
  }
}

async function verify(
  request: WireRequest,
  query: URLSearchParams,
  typed: TypedRequest,
  signature: Signature,
  options: WireOptions,
  protocol: Protocol,
): Promise<void> {
  const { method, path, headers } = request;
  const now = options.now?.() ?? Date.now();
  await verifySignature({ method, path, query, headers, body: typed.bytes }, signature, {
    protocol,
    secrets: options.secrets,
    now,
  });
}

/** Lookups refuse in the words of STS; every protocol has its own. */
function identifyCaller(signature: Signature, options: WireOptions, protocol: Protocol): Caller {
  try {
    return callerOf(signature, options.callers, options.accountId);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw error.code === 'ExpiredToken' ? refusals.expiredToken(protocol) : refusals.unknownKey(protocol);
  }
}

function implementationOf(service: ServicePlan, typed: TypedRequest): Operation {
  const { name } = typed.plan;
  const { operations, protocol } = service.definition;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  const message = `${name} is not emulated by the local cloud.`;
  if (protocol === 'restXml') throw new ServiceError('NotImplemented', message, { status: 501 });
  if (protocol === 'awsQuery') throw new ServiceError('InvalidAction', message, { status: 400 });
  throw new ServiceError('UnknownOperationException', message, { status: 404 });
}

function contextOf(
  request: WireRequest,
  typed: TypedRequest,
  region: string,
  caller: Caller,
  requestId: string,
): OperationContext {
  return {
    requestId,
    caller,
    region,
    endpoint: request.endpoint,
    headers: typed.headers,
    ...(typed.trailers && { trailers: typed.trailers }),
    signal: request.signal,
  };
}

function refuse(request: WireRequest, progress: Progress, error: unknown): WireResponse {
  const scene: ErrorScene = {
    protocol: progress.protocol,
    requestId: progress.requestId,
    method: request.method,
    path: request.path,
    xmlNamespace: progress.plan?.xmlNamespace ?? '',
    errors: progress.plan?.errors ?? new Map(),
  };
  return writeError(scene, error instanceof ServiceError ? error : internalError(progress.protocol, error));
}

function requestIds({ protocol, requestId }: Progress): Record<string, string> {
  return protocol === 'restXml'
    ? { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId, server: 'novatune-local-cloud' }
    : { 'x-amzn-requestid': requestId };
}
