import { readFileSync, rmSync } from 'node:fs';
import { writeAtomically } from './write-atomically.ts';

/** How to reach the cloud that runs on a folder. */
export interface EndpointRecord {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Secret that `POST /_novatune/stop` asks for. */
  readonly token: string;
}

export function writeEndpoint(file: string, record: EndpointRecord): void {
  writeAtomically(file, `${JSON.stringify(record)}\n`);
}

/** @returns undefined when there is none or it cannot be understood. */
export function readEndpoint(file: string): EndpointRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isEndpoint(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

export function removeEndpoint(file: string): void {
  rmSync(file, { force: true });
}

function isEndpoint(value: unknown): value is EndpointRecord {
  if (value === null || typeof value !== 'object') return false;
  const { url, port, pid, token } = value as Partial<Record<keyof EndpointRecord, unknown>>;
  return typeof url === 'string' && typeof port === 'number' && typeof pid === 'number' && typeof token === 'string';
}
