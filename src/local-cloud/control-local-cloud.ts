import type { FaultRule } from './faults/fault-rule.ts';
import type { ActiveFault } from './faults/fault-switches.ts';
import { FAULTS_PATH, SETTINGS_PATH } from './server/control-endpoints.ts';
import { MESSAGES_PATH, TOKEN_HEADER } from './server/own-endpoints.ts';
import type { PublishedMessage } from './sns/index.ts';
import { cloudFolder, localCloudFolder } from './state/cloud-folder.ts';
import { readEndpoint } from './state/endpoint-file.ts';
import type { CloudSettings } from './state/ports.ts';

/** The switches and settings of a cloud that runs in another process. */
export interface CloudControl {
  listFaults(): Promise<readonly ActiveFault[]>;
  /** @throws {TypeError} for what is no rule, or one that could never fire. */
  addFault(rule: FaultRule): Promise<ActiveFault>;
  /** @returns number of rules removed. */
  clearFaults(id?: string): Promise<number>;
  settings(): Promise<CloudSettings>;
  /** Until the cloud stops. @throws {TypeError} for a setting that is unknown, out of range or fixed at start. */
  changeSettings(change: Partial<CloudSettings>): Promise<CloudSettings>;
  /** The last messages that were published to topics, oldest first. @param filter.topic ARN or name. @param filter.limit default 100. */
  messages(filter?: { readonly topic?: string; readonly limit?: number }): Promise<readonly PublishedMessage[]>;
}

/**
 * Reaches the cloud that runs on `folder`, with the token that only its owner can read.
 * @throws {Error} when none runs there.
 */
export function controlLocalCloud(folder: string = localCloudFolder()): CloudControl {
  const record = readEndpoint(cloudFolder(folder).endpoint);
  if (!record) throw new Error(`No local cloud runs on ${folder}. Start it with \`novatune local start\`.`);
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(record.url + path, {
      method,
      headers: { [TOKEN_HEADER]: record.token },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const { message } = answer as { message: string };
    throw response.status === 400 ? new TypeError(message) : new Error(message);
  };
  return {
    listFaults: async () => ((await ask('GET', FAULTS_PATH)) as { faults: ActiveFault[] }).faults,
    addFault: async (rule) => (await ask('POST', FAULTS_PATH, rule)) as ActiveFault,
    clearFaults: async (id) => {
      const query = id === undefined ? '' : `?id=${encodeURIComponent(id)}`;
      return ((await ask('DELETE', FAULTS_PATH + query)) as { cleared: number }).cleared;
    },
    settings: async () => (await ask('GET', SETTINGS_PATH)) as CloudSettings,
    changeSettings: async (change) => (await ask('POST', SETTINGS_PATH, change)) as CloudSettings,
    messages: async (filter = {}) => {
      const query = new URLSearchParams(
        Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return ((await ask('GET', `${MESSAGES_PATH}?${query}`)) as { messages: PublishedMessage[] }).messages;
    },
  };
}
