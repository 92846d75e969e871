import { gunzipSync, gzipSync } from 'node:zlib';
import type { Standardisation } from './features/dense-blocks.ts';
import type { Head } from './heads/head.ts';
import type { Linear } from './heads/linear.ts';
import type { StandInModel } from './stand-in.ts';
import { StandInError } from './stand-in-error.ts';

const FORMAT = 'novatune-stand-in';
/** Rises whenever features, heads or this format change: older models must be trained again. */
const VERSION = 1;
/** Guards against a small file that unpacks to more than memory holds. Bytes. */
const MAX_UNPACKED = 512 * 1024 * 1024;
const NEGLIGIBLE = 1e-6;

/** Weights that are not zero: where they stand and what they are, base64 of little-endian numbers. */
interface PackedLinear {
  readonly features: number;
  readonly outputs: number;
  /** int32 positions. */
  readonly at: string;
  /** float32 values. */
  readonly values: string;
}

/** Writes a model as gzipped JSON. The same model gives the same bytes. */
export function serializeStandIn(model: StandInModel): Uint8Array {
  const groups = model.groups.map((group) => ({ ...group, heads: group.heads.map(packHead) }));
  return gzipSync(JSON.stringify({ format: FORMAT, version: VERSION, model: { ...model, groups } }));
}

/** @throws {StandInError} `STAND_IN_ARTIFACT` when the bytes are no stand-in model, damaged, or of another version. */
export function parseStandIn(bytes: Uint8Array): StandInModel {
  const document = unpack(bytes);
  if (!isObject(document) || document.format !== FORMAT) throw invalid('its content is something else');
  if (document.version !== VERSION) {
    const message = `Expected a stand-in model of version ${VERSION}, got version ${String(document.version)}. Train it again.`;
    throw new StandInError('STAND_IN_ARTIFACT', message);
  }
  const { model } = document;
  if (!isObject(model) || !Array.isArray(model.groups)) throw invalid('it has no prompt groups');
  const groups = model.groups.map((group: unknown) => {
    if (!isObject(group) || !isObject(group.form) || !Array.isArray(group.heads))
      throw invalid('a prompt group is incomplete');
    return { ...group, heads: group.heads.map(unpackHead) };
  });
  // The version and gzip's own checksum vouch for the rest: only this file writes the format.
  return { ...model, groups } as unknown as StandInModel;
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }).toString('utf8'));
  } catch (cause) {
    throw invalid('it is truncated, damaged or of another kind', cause);
  }
}

function invalid(why: string, cause?: unknown): StandInError {
  const message = `Expected the bytes of a stand-in model, but ${why}. Train the model again.`;
  return new StandInError('STAND_IN_ARTIFACT', message, cause === undefined ? {} : { cause });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function packHead(head: Head): unknown {
  const linear = packLinear(head.linear);
  if (head.kind === 'span') return { ...head, linear };
  const { sizes, mean, inverse } = head.standardisation;
  return { ...head, linear, standardisation: { sizes, mean: toBase64(mean), inverse: toBase64(inverse) } };
}

function unpackHead(head: unknown): Head {
  if (!isObject(head) || !isObject(head.linear)) throw invalid('a head is incomplete');
  const linear = unpackLinear(head.linear);
  if (head.kind === 'span') return { ...head, linear } as unknown as Head;
  if (!isObject(head.standardisation)) throw invalid('a head is incomplete');
  const { sizes, mean, inverse } = head.standardisation;
  const standardisation = { sizes, mean: floats(mean), inverse: floats(inverse) } as Standardisation;
  return { ...head, linear, standardisation } as unknown as Head;
}

function packLinear({ features, outputs, weights }: Linear): PackedLinear {
  let count = 0;
  for (const weight of weights) if (Math.abs(weight) > NEGLIGIBLE) count += 1;
  const at = new Int32Array(count);
  const values = new Float32Array(count);
  let next = 0;
  weights.forEach((weight, i) => {
    if (Math.abs(weight) <= NEGLIGIBLE) return;
    at[next] = i;
    values[next++] = weight;
  });
  return { features, outputs, at: toBase64(at), values: toBase64(values) };
}

function unpackLinear({ features, outputs, at, values }: Readonly<Record<string, unknown>>): Linear {
  if (typeof features !== 'number' || typeof outputs !== 'number') throw invalid('a head has no size');
  const weights = new Float32Array(features * outputs);
  const positions = new Int32Array(bufferOf(at));
  const packed = floats(values);
  if (positions.length !== packed.length) throw invalid('a head lacks weights');
  positions.forEach((position, k) => {
    weights[position] = packed[k] ?? 0;
  });
  return { features, outputs, weights };
}

function toBase64({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function floats(text: unknown): Float32Array {
  return new Float32Array(bufferOf(text));
}

function bufferOf(text: unknown): ArrayBuffer {
  if (typeof text !== 'string') throw invalid('a head lacks numbers');
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer;
}
