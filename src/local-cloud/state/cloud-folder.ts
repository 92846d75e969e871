import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where a cloud keeps its things. Services add subfolders of their own names. */
export interface CloudFolder {
  /** Absolute. */
  readonly path: string;
  readonly database: string;
  readonly lock: string;
  readonly endpoint: string;
  readonly log: string;
}

/**
 * Folder used when none is given: `$NOVATUNE_HOME/cloud`, else `$XDG_STATE_HOME/novatune/cloud`, else `~/.local/state/novatune/cloud`.
 * @param environment default `process.env`.
 */
export function localCloudFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { NOVATUNE_HOME: home, XDG_STATE_HOME: state } = environment;
  if (home) return resolve(home, 'cloud');
  return resolve(state || join(homedir(), '.local', 'state'), 'novatune', 'cloud');
}

export function cloudFolder(path: string): CloudFolder {
  const folder = resolve(path);
  return {
    path: folder,
    database: join(folder, 'cloud.db'),
    lock: join(folder, 'lock.json'),
    endpoint: join(folder, 'endpoint.json'),
    log: join(folder, 'cloud.log'),
  };
}
