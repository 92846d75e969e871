import { Readable } from 'node:stream';
import type { OperationContext, StreamingBody } from '../../service/operation.ts';
import { assertIntegrity, type IntegrityPlan, planIntegrity } from '../checksums/body-integrity.ts';
import type { ChecksumMembers } from '../checksums/checksum-members.ts';
import type { S3Store } from '../store/object-store.ts';
import type { Bytes, ReceivedBytes } from '../store/receive.ts';
import { entityTooLarge } from './errors.ts';
import { MAXIMUM_PUT_BYTES } from './limits.ts';

interface BodyInput extends ChecksumMembers {
  readonly Body?: unknown;
  readonly ContentMD5?: string | undefined;
}

/** Bytes that have arrived whole and are what the client said. */
export interface CheckedBody {
  readonly bytes: ReceivedBytes;
  readonly plan: IntegrityPlan;
  /** Base64, by the plan's algorithm. */
  readonly checksum: string;
}

function bytesOf({ Body: body }: BodyInput): Bytes {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof Readable)
    return body;
  throw new TypeError('Expected Body to be a Readable, bytes or a string');
}

/**
 * Takes in the body of PutObject and UploadPart.
 * @param check looks at the plan before the first byte is taken, and throws to refuse it.
 * @throws ServiceError when it is too large, cut short or differs from its digests; no file is left behind.
 */
export async function receiveBody(
  store: S3Store,
  input: BodyInput,
  context: Pick<OperationContext, 'headers' | 'signal'>,
  check?: (plan: IntegrityPlan) => void,
): Promise<CheckedBody> {
  const plan = planIntegrity(input, context.headers);
  check?.(plan);
  const body = bytesOf(input);
  if (plan.length !== undefined && plan.length > MAXIMUM_PUT_BYTES)
    throw entityTooLarge(plan.length, MAXIMUM_PUT_BYTES);
  const bytes = await store.receive(body, {
    algorithms: [plan.algorithm],
    maximum: MAXIMUM_PUT_BYTES,
    signal: context.signal,
  });
  try {
    const trailers = body instanceof Readable ? (body as StreamingBody).trailers : undefined;
    return { bytes, plan, checksum: assertIntegrity(bytes, plan, trailers) };
  } catch (error) {
    await bytes.discard();
    throw error;
  }
}
