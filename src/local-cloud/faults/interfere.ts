import { Readable } from 'node:stream';
import type { Protocol } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import type { Clock } from '../state/clock.ts';
import type { Interference, WireResponse } from '../wire/message.ts';
import type { RequestFault } from './fault-rule.ts';
import type { FaultSwitches } from './fault-switches.ts';

/** How often a slow body moves. Milliseconds. */
const BODY_STEP_MS = 100;
/** No answer: the connection is cut. The status goes to the log and the metrics only. */
const CUT: WireResponse = { status: 0, headers: {}, cut: true };

/** Puts the switches between a request and its operation. */
export function createInterference(switches: Pick<FaultSwitches, 'hit'>, clock: Clock): Interference {
  return async (request, work) => {
    const fault = switches.hit(request.service, request.operation);
    if (fault === undefined) return work();
    if (fault.kind === 'slow' && fault.delayMs !== undefined) await clock.sleep(fault.delayMs, request.signal);
    if (fault.kind === 'slow' || fault.kind === 'truncate') return damage(await work(), fault, clock, request.signal);
    if (fault.afterWork) discard(await work());
    switch (fault.kind) {
      case 'throttle':
        throw throttle(request.service, request.protocol, fault);
      case 'error':
        throw failure(request.protocol, fault);
      case 'reset':
        return CUT;
      case 'hang':
        await goneAway(request.signal);
        return CUT;
    }
  };
}

function damage(response: WireResponse, fault: RequestFault, clock: Clock, signal: AbortSignal): WireResponse {
  if (fault.kind === 'truncate') return truncate(response);
  const { bytesPerSecond } = fault;
  if (bytesPerSecond === undefined || response.body === undefined) return response;
  return { ...response, body: slowed(response.body, bytesPerSecond, clock, signal) };
}

function slowed(body: Uint8Array | Readable, bytesPerSecond: number, clock: Clock, signal: AbortSignal): Readable {
  const step = Math.max(1, Math.round((bytesPerSecond * BODY_STEP_MS) / 1000));
  const pause = (step * 1000) / bytesPerSecond;
  return Readable.from(
    (async function* () {
      for await (const chunk of chunksOf(body)) {
        for (let start = 0; start < chunk.length; start += step) {
          await clock.sleep(pause, signal);
          yield chunk.subarray(start, start + step);
        }
      }
    })(),
    { objectMode: false },
  );
}

/** Half of what there is, or of the first chunk of a stream; the promised length stays. An empty body cannot be cut short: nothing comes. */
function truncate(response: WireResponse): WireResponse {
  const { body } = response;
  if (body === undefined) return CUT;
  const cut = async function* () {
    for await (const chunk of chunksOf(body)) {
      yield chunk.subarray(0, Math.floor(chunk.length / 2));
      break;
    }
    discard(response);
    throw new Error('The body is truncated by a fault rule.');
  };
  const length = body instanceof Readable ? {} : { 'content-length': String(body.byteLength) };
  return {
    ...response,
    headers: { ...response.headers, ...length },
    body: Readable.from(cut(), { objectMode: false }),
  };
}

async function* chunksOf(body: Uint8Array | Readable): AsyncGenerator<Uint8Array> {
  if (body instanceof Readable) yield* body as AsyncIterable<Uint8Array>;
  else yield body;
}

function discard({ body }: WireResponse): void {
  if (body instanceof Readable) body.destroy();
}

function goneAway(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** S3, IAM and Bedrock each have words of their own. */
function throttle(service: string, protocol: Protocol, { message }: RequestFault): ServiceError {
  if (protocol === 'restXml') {
    return new ServiceError('SlowDown', message ?? 'Please reduce your request rate.', { status: 503 });
  }
  if (protocol === 'awsQuery') return new ServiceError('Throttling', message ?? 'Rate exceeded', { status: 400 });
  const words = service === 'bedrock-runtime' ? 'Too many requests, please wait before trying again.' : 'Rate exceeded';
  const status = protocol === 'restJson1' ? 429 : 400;
  return new ServiceError('ThrottlingException', message ?? words, { status });
}

const INTERNAL_ERRORS: Readonly<Record<Protocol, string>> = {
  restXml: 'InternalError',
  awsQuery: 'ServiceFailure',
  restJson1: 'InternalServerException',
  awsJson1_0: 'InternalFailure',
  awsJson1_1: 'InternalFailure',
  rpcV2Cbor: 'InternalFailure',
};

function failure(protocol: Protocol, { code, status, message }: RequestFault): ServiceError {
  const words = message ?? 'We encountered an internal error. Please try again.';
  const isInternal = code === undefined && status === undefined;
  return new ServiceError(code ?? INTERNAL_ERRORS[protocol], words, {
    ...((isInternal || status !== undefined) && { status: status ?? 500 }),
  });
}
