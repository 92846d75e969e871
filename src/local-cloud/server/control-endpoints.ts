import type { FaultSwitches } from '../faults/fault-switches.ts';
import type { CloudSettings } from '../state/ports.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { json } from './json-response.ts';

export const FAULTS_PATH = '/_novatune/faults';
export const SETTINGS_PATH = '/_novatune/settings';
/** A rule or a handful of settings. Bytes. */
const BODY_LIMIT = 64 * 1024;

/** What the holder of the cloud's token may see and change while it runs. */
export interface Controls {
  readonly faults: Pick<FaultSwitches, 'add' | 'list' | 'clear'>;
  settings(): CloudSettings;
  /** @throws {TypeError} for a setting that is unknown, out of range or fixed at start. */
  changeSettings(change: unknown): CloudSettings;
}

/**
 * `GET`, `POST` (one rule) and `DELETE` (all, or the one named by `?id=`) of faults; `GET` and `POST` (the members to change) of settings.
 * @returns undefined when the path is none of them.
 */
export async function answerControl(request: WireRequest, controls: Controls): Promise<WireResponse | undefined> {
  const { method, path } = request;
  try {
    if (path === FAULTS_PATH) {
      if (method === 'GET') return json(200, { faults: controls.faults.list() });
      if (method === 'POST') return json(201, controls.faults.add(await readJson(request)));
      if (method === 'DELETE') return clear(request, controls);
    }
    if (path === SETTINGS_PATH) {
      if (method === 'GET') return json(200, controls.settings());
      if (method === 'POST') return json(200, controls.changeSettings(await readJson(request)));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return json(400, { message: error.message });
  }
}

function clear({ query }: WireRequest, { faults }: Controls): WireResponse {
  const id = new URLSearchParams(query).get('id') ?? undefined;
  const cleared = faults.clear(id);
  if (id === undefined || cleared > 0) return json(200, { cleared });
  const known = faults.list().map((fault) => fault.id);
  return json(404, {
    message: `There is no fault rule ${id}. ${known.length > 0 ? `Known: ${known.join(', ')}.` : 'There are none.'}`,
  });
}

async function readJson({ body }: WireRequest): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new TypeError(`expected at most ${BODY_LIMIT} bytes of JSON.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new TypeError(`expected JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
