import type { Protocol, ServiceDefinition } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import { readFormInput } from './form.ts';
import type { WireRequest } from './message.ts';
import type { OperationPlan } from './operation-plan.ts';
import { readBuffered, unpacked, unwrapStream } from './request-body.ts';
import { parseDocument, readRestInput } from './rest-input.ts';
import type { Route } from './router.ts';
import { s3AddressOf } from './s3-address.ts';
import type { ServicePlan } from './service-plan.ts';
import { checkScope, type Signature } from './sigv4.ts';

/** The service a request is for, as far as it can be told. */
export interface Target {
  readonly protocol: Protocol;
  /** Undefined when no emulated service has the credential scope's name, or the request is unsigned. */
  readonly plan: ServicePlan | undefined;
  /** Error for a signed request that no emulated service takes. */
  refusal(signature: Signature): ServiceError;
}

type PlanOf = (definition: ServiceDefinition) => Promise<ServicePlan>;

/**
 * Chooses the service by the name in the credential scope. Bedrock and Bedrock Runtime share one: there, the one that knows the path.
 * The protocol of an unsigned request is guessed from its shape, so that the refusal is one the client can read.
 */
export async function identify(
  request: WireRequest,
  query: URLSearchParams,
  signingName: string | undefined,
  services: readonly ServiceDefinition[],
  planOf: PlanOf,
): Promise<Target> {
  const candidates = services.filter((service) => service.signingName === signingName);
  const chosen = candidates.length > 1 ? await routable(candidates, request, query, planOf) : candidates[0];
  const refusal = (signature: Signature) =>
    new ServiceError(
      'UnknownOperationException',
      `The service '${signature.service}' is not emulated by the local cloud.`,
      {
        status: guessProtocol(request) === 'restXml' ? 501 : 404,
      },
    );
  if (!chosen) return { protocol: guessProtocol(request), plan: undefined, refusal };
  const spoken = inProtocolOf(request, chosen);
  return { protocol: spoken.protocol, plan: await planOf(spoken), refusal };
}

/** Services with several protocols, once for each: everything behind the choice sees a service with one. */
const variants = new WeakMap<ServiceDefinition, Map<Protocol, ServiceDefinition>>();

function inProtocolOf(request: WireRequest, service: ServiceDefinition): ServiceDefinition {
  const protocol = service.alsoSpeaks && guessProtocol(request);
  if (protocol === undefined || !service.alsoSpeaks?.includes(protocol)) return service;
  const known = variants.get(service) ?? new Map<Protocol, ServiceDefinition>();
  variants.set(service, known);
  const variant = known.get(protocol) ?? { ...service, protocol };
  known.set(protocol, variant);
  return variant;
}

async function routable(
  candidates: readonly ServiceDefinition[],
  request: WireRequest,
  query: URLSearchParams,
  planOf: PlanOf,
): Promise<ServiceDefinition | undefined> {
  const { method, path, headers } = request;
  for (const candidate of candidates) {
    const plan = await planOf(candidate);
    if (decoding(candidate.protocol, () => plan.router({ method, path, query, headers }))) return candidate;
  }
  return candidates[0];
}

/** Paths of the REST services besides S3, whose first segment would otherwise look like a bucket. */
const REST_JSON_PATH =
  /^\/(model|guardrail|async-invoke|foundation-models?|model-customization-jobs|custom-models?|model-customization|provisioned-model-throughputs?|inference-profiles|listTagsForResource|tagResource|untagResource)(\/|$)/;

function guessProtocol({ method, path, headers }: WireRequest): Protocol {
  const type = headers['content-type'] ?? '';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpcV2Cbor';
  if (headers['x-amz-target'] !== undefined) return 'awsJson1_1';
  if (method === 'POST' && path === '/' && type.startsWith('application/x-www-form-urlencoded')) return 'awsQuery';
  return REST_JSON_PATH.test(path) || type.startsWith('application/json') ? 'restJson1' : 'restXml';
}

/** A request whose operation is known. */
export interface TypedRequest {
  readonly plan: OperationPlan;
  /** Lower-case names, without the framing of aws-chunked. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Of an aws-chunked body, filled when the body has ended. */
  readonly trailers?: Readonly<Record<string, string>>;
  /** The body, unless it streams. */
  readonly bytes: Uint8Array | undefined;
  /** Typed input, not yet checked against constraints. */
  readInput(): Promise<Record<string, unknown>>;
}

/**
 * Finds the operation and reads the body.
 * @param onOperation told the operation's name as soon as it is known.
 */
export async function parseRequest(
  request: WireRequest,
  query: URLSearchParams,
  service: ServicePlan,
  signature: Signature,
  onOperation: (name: string) => void,
): Promise<TypedRequest> {
  const { protocol, signingName } = service.definition;
  checkScope(signature, signingName, protocol);
  switch (protocol) {
    case 'restJson1':
    case 'restXml':
      return await parseRest(request, query, service, onOperation);
    case 'awsQuery':
      return await parseQuery(request, query, service, onOperation);
    case 'awsJson1_0':
    case 'awsJson1_1':
      return await parseRpc(request, service, request.headers['x-amz-target'] ?? '', onOperation);
    case 'rpcV2Cbor':
      // /service/<service>/operation/<operation>
      return await parseRpc(request, service, request.path.replaceAll('/', '.'), onOperation);
  }
}

async function parseRest(
  request: WireRequest,
  query: URLSearchParams,
  service: ServicePlan,
  onOperation: (name: string) => void,
): Promise<TypedRequest> {
  const { protocol } = service.definition;
  const route = decoding(protocol, () =>
    protocol === 'restXml' ? routeS3(request, query, service) : routeRest(request, query, service),
  );
  if (!route) throw noRoute(request, protocol);
  const { operation: plan, labels } = route;
  onOperation(plan.name);
  if (plan.request.payload?.kind === 'stream') {
    const { body, headers } = unwrapStream(request);
    const readInput = () => readRestInput(service, plan, { labels, query, headers, body });
    return { plan, headers, bytes: undefined, readInput, trailers: body.trailers ?? {} };
  }
  const bytes = await readBuffered(request);
  const { headers } = request;
  return {
    plan,
    headers,
    bytes,
    readInput: () => readRestInput(service, plan, { labels, query, headers, body: bytes }),
  };
}

function routeRest(
  { method, path, headers }: WireRequest,
  query: URLSearchParams,
  service: ServicePlan,
): Route | undefined {
  return service.router({ method, path, query, headers });
}

function routeS3(request: WireRequest, query: URLSearchParams, service: ServicePlan): Route | undefined {
  const { bucket, path } = s3AddressOf(request.headers.host, request.path);
  const aboutBuckets = (operation: OperationPlan) => operation.request.labels.some(({ member }) => member === 'Bucket');
  const { method, headers } = request;
  const route = service.router(
    { method, path, query, headers },
    (operation) => aboutBuckets(operation) === (bucket !== undefined),
  );
  return route && bucket !== undefined ? { ...route, labels: { ...route.labels, Bucket: bucket } } : route;
}

function noRoute({ method, path }: WireRequest, protocol: Protocol): ServiceError {
  if (protocol === 'restXml') {
    return new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
    });
  }
  const message = `No operation of the local cloud answers ${method} ${path.slice(0, 256)}.`;
  return new ServiceError('UnknownOperationException', message, { status: 404 });
}

/** Percent-encoding that is no UTF-8 is the client's fault. */
function decoding<Result>(protocol: Protocol, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    const code = protocol === 'restXml' ? 'InvalidURI' : 'SerializationException';
    throw new ServiceError(code, "Couldn't parse the specified URI.", { status: 400, cause });
  }
}

async function parseQuery(
  request: WireRequest,
  query: URLSearchParams,
  service: ServicePlan,
  onOperation: (name: string) => void,
): Promise<TypedRequest> {
  const bytes = await readBuffered(request);
  const form = request.method === 'POST' ? new URLSearchParams(unpacked(request, bytes).toString('utf8')) : query;
  const name = form.get('Action') ?? '';
  onOperation(name);
  const version = form.get('Version') ?? '';
  const plan = service.operations.get(name);
  if (!plan || (version !== '' && version !== service.apiVersion)) {
    if (name === '')
      throw new ServiceError('MissingAction', 'The request must contain the parameter Action', { status: 400 });
    throw new ServiceError('InvalidAction', `Could not find operation ${name} for version ${version}`, { status: 400 });
  }
  return { plan, headers: request.headers, bytes, readInput: async () => readFormInput(service, plan.input, form) };
}

/** @param target ends in a dot and the operation's name. */
async function parseRpc(
  request: WireRequest,
  service: ServicePlan,
  target: string,
  onOperation: (name: string) => void,
): Promise<TypedRequest> {
  const name = target.slice(target.lastIndexOf('.') + 1);
  onOperation(name);
  const plan = service.operations.get(name);
  if (!plan) throw new ServiceError('UnknownOperationException', `There is no operation ${target}.`, { status: 400 });
  const bytes = await readBuffered(request);
  const readInput = async () => {
    if (plan.input.isUnitSchema() || bytes.length === 0) return {};
    return (await parseDocument(service, plan.input, unpacked(request, bytes))) as Record<string, unknown>;
  };
  return { plan, headers: request.headers, bytes, readInput };
}
