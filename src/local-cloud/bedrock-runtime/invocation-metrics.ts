import { type Endpoint, resolveEndpoint } from '../bedrock/index.ts';
import type { OperationContext, RefusedCall } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import type { Cloud } from '../state/ports.ts';

/** Namespace of Bedrock's metrics. Source: Bedrock user guide, "Monitoring". */
const NAMESPACE = 'AWS/Bedrock';
const INVOCATIONS = new Set(['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream']);

interface Answered {
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  /** Milliseconds. */
  readonly latencyMs: number;
}

/** Counts an invocation that was answered. */
export function countAnswer(cloud: Cloud, endpoint: Endpoint, answer: Answered, context: OperationContext): void {
  record(cloud, modelIdOf(endpoint), context, {
    Invocations: { value: 1, unit: 'Count' },
    InvocationLatency: { value: answer.latencyMs, unit: 'Milliseconds' },
    InputTokenCount: { value: answer.usage.inputTokens, unit: 'Count' },
    OutputTokenCount: { value: answer.usage.outputTokens, unit: 'Count' },
  });
}

/**
 * Counts an invocation that was refused: throttles apart from errors, and neither among `Invocations`.
 * Ids behind which there is nothing are not counted, or any caller could make metrics without end.
 */
export function countRefusal(cloud: Cloud, { operation, input, context, error }: RefusedCall): void {
  if (!INVOCATIONS.has(operation) || context.signal.aborted) return;
  const modelId = servedModelId(cloud, String(input.modelId ?? ''), context);
  if (modelId !== undefined) record(cloud, modelId, context, { [metricOf(error)]: { value: 1, unit: 'Count' } });
}

function metricOf(error: unknown): string {
  if (!(error instanceof ServiceError)) return 'InvocationServerErrors';
  if (error.code === 'ThrottlingException') return 'InvocationThrottles';
  const isFault = (error.status ?? 400) >= 500 || SERVER_FAULTS.has(error.code);
  return isFault ? 'InvocationServerErrors' : 'InvocationClientErrors';
}

/** Errors whose status the published schema says, not the refusal itself. */
const SERVER_FAULTS = new Set(['InternalServerException', 'ServiceUnavailableException']);

/** Ids for base models and profiles, ARNs for deployments and throughput. AWS does not document the form for the latter two. */
function modelIdOf(endpoint: Endpoint): string {
  if (endpoint.kind === 'base') return endpoint.baseModelId;
  return endpoint.kind === 'profile' ? endpoint.arn.slice(endpoint.arn.lastIndexOf('/') + 1) : endpoint.arn;
}

function servedModelId(cloud: Cloud, modelId: string, { caller, region }: OperationContext): string | undefined {
  try {
    return modelIdOf(resolveEndpoint(cloud, { modelId, accountId: caller.accountId, region }));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // Known, and not ready yet.
    return error.code === 'ModelNotReadyException' ? modelId : undefined;
  }
}

type Values = Parameters<Cloud['metrics']['record']>[0]['values'];

function record(cloud: Cloud, modelId: string, { caller, region }: OperationContext, values: Values): void {
  cloud.metrics.record({
    accountId: caller.accountId,
    region,
    namespace: NAMESPACE,
    dimensions: { ModelId: modelId },
    values,
  });
}
