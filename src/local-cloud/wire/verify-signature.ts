import { timingSafeEqual } from 'node:crypto';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SecretLookup } from '../service/access-keys.ts';
import type { Protocol } from '../service/operation.ts';
import { AUTHORITY, refusals, type Signature } from './sigv4.ts';

/** A signed request with what the signature covers. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes, or undefined when the body streams and its hash travels in a header. */
  readonly body: Uint8Array | undefined;
}

/** Largest difference between the signer's clock and ours, milliseconds. */
const MAX_SKEW_MS = 15 * 60 * 1000;

/** Makes our signature over the same request and compares. */
export async function verifySignature(
  request: SignedRequest,
  signature: Signature,
  options: { readonly protocol: Protocol; readonly secrets: SecretLookup; readonly now: number },
): Promise<void> {
  const { protocol, secrets, now } = options;
  const presigned = signature.expiresIn !== undefined;
  if (!isCurrent(signature, now)) throw refusals.expired(protocol, presigned);
  const secretAccessKey = secrets.secretOf(signature.accessKeyId);
  if (secretAccessKey === undefined) throw refusals.unknownKey(protocol);
  const signer = createSigner(signature, secretAccessKey);
  const made = presigned ? await presign(signer, request, signature) : await signHeaders(signer, request, signature);
  if (!equal(made, signature.signature)) throw refusals.mismatch(protocol);
}

function isCurrent({ date, expiresIn }: Signature, now: number): boolean {
  const signed = signingDate(date).getTime();
  if (expiresIn === undefined) return Math.abs(now - signed) <= MAX_SKEW_MS;
  return now >= signed - MAX_SKEW_MS && now <= signed + expiresIn * 1000;
}

/** `YYYYMMDDTHHMMSSZ` as a date. */
function signingDate(date: string): Date {
  return new Date(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function createSigner(signature: Signature, secretAccessKey: string): SignatureV4 {
  const { accessKeyId, region, service, sessionToken, signedHeaders, expiresIn } = signature;
  const signsToken = expiresIn !== undefined || signedHeaders.includes('x-amz-security-token');
  return new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && signsToken && { sessionToken }) },
    sha256: Hash.bind(null, 'sha256'),
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
}

async function signHeaders(signer: SignatureV4, request: SignedRequest, signature: Signature): Promise<string> {
  const signed = await signer.sign(httpRequest(request, signature.signedHeaders), {
    signingDate: signingDate(signature.date),
    signableHeaders: new Set(signature.signedHeaders),
  });
  return /Signature=([0-9a-f]{64})/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

async function presign(signer: SignatureV4, request: SignedRequest, signature: Signature): Promise<string> {
  const plain = httpRequest(request, signature.signedHeaders);
  for (const name of SIGNATURE_PARAMETERS) delete plain.query[name];
  // Only S3 leaves the payload out of presigned URLs; an opaque body makes the signer do the same.
  if (signature.service === 's3') plain.body = {};
  const signed = await signer.presign(plain, {
    signingDate: signingDate(signature.date),
    expiresIn: signature.expiresIn ?? 0,
    signableHeaders: new Set(signature.signedHeaders),
    unhoistableHeaders: new Set(signature.signedHeaders),
  });
  return String(signed.query?.['X-Amz-Signature'] ?? '');
}

const SIGNATURE_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
  'X-Amz-Security-Token',
] as const;

function httpRequest(request: SignedRequest, signedHeaders: readonly string[]): HttpRequest {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(request.query.keys())) {
    const values = request.query.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) headers[name] = request.headers[name === AUTHORITY ? 'host' : name] ?? '';
  // The payload hash a client states stands for the payload; elsewhere it is compared with the bytes that arrive.
  const stated = request.headers['x-amz-content-sha256'];
  if (stated !== undefined) headers['x-amz-content-sha256'] = stated;
  return new HttpRequest({ method: request.method, path: request.path, query, headers, body: request.body });
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
