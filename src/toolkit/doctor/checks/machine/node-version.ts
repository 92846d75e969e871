import type { Check } from '../../check.ts';
import { failure, ok, warning } from '../../diagnosis.ts';

/** The AWS SDK drops this major version in January 2027. */
const LAST_OLD_MAJOR = 20;

export const nodeVersion: Check = {
  name: 'node-version',
  group: 'machine',
  offline: true,
  source: 'https://nodejs.org/en/about/previous-releases',
  run: async ({ options: { machine } }) => {
    if (machine === undefined) return [];
    const { nodeVersion: version, nodeNeeded: needed } = machine;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const [leastMajor = 0, leastMinor = 0] = needed.split('.').map(Number);
    const remedy = 'Install the current long-term release of Node.';
    if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
      return [failure('node-too-old', `Node ${version} is too old: novatune needs ${needed}.`, { remedy })];
    }
    if (major > LAST_OLD_MAJOR) return [ok(`Node ${version}.`)];
    const message = `Node ${version} runs, but releases of the AWS SDK from 2027 on need a newer one.`;
    return [warning('node-old', message, { remedy })];
  },
};
