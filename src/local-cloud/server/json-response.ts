import type { WireResponse } from '../wire/message.ts';

/** An answer of the cloud's own, not AWS's. */
export function json(status: number, value: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}
