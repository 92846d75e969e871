import type { CloudSettings } from './state/ports.ts';

/** Defaults of {@link CloudSettings}: quick enough to watch, slow enough that polling is exercised. */
export const DEFAULT_SETTINGS: CloudSettings = {
  accountId: '111122223333',
  rolePropagationMs: 1500,
  deploymentDelayMs: 2000,
  throughputDelayMs: 3000,
  jobPhaseMs: 300,
  noCommitmentModelUnits: 2,
  customModels: 100,
  deploymentsInCreation: 2,
  jobsInProgress: 4,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  answerDelayMs: 0,
  batchMinimumRecords: 100,
  batchFileBytes: 1024 ** 3,
  batchJobBytes: 5 * 1024 ** 3,
  batchJobsInProgress: 20,
  batchPhaseMs: 300,
  batchRecordDelayMs: 0,
  signatures: 'form',
};

/** @throws {TypeError} naming the setting, what is expected and what came instead. */
export function completeSettings(given: Partial<CloudSettings> = {}): CloudSettings {
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const [name, value] of Object.entries(given)) {
    if (!(name in DEFAULT_SETTINGS)) {
      throw new TypeError(
        `Unknown setting ${name} of the local cloud. Known: ${Object.keys(DEFAULT_SETTINGS).join(', ')}.`,
      );
    }
    if (value === undefined) continue;
    const expected = expectationOf(name as keyof CloudSettings, value);
    if (expected)
      throw new TypeError(`Setting ${name} of the local cloud: expected ${expected}, got ${String(value)}.`);
    settings[name] = value;
  }
  return settings as unknown as CloudSettings;
}

/** Read once when a cloud starts. */
const FIXED: readonly (keyof CloudSettings)[] = ['accountId', 'signatures'];

/**
 * Changes the settings of a running cloud in place, so that everyone who holds them sees it.
 * @throws {TypeError} for a setting that is unknown, out of range or fixed at start; nothing is changed then.
 */
export function changeSettings(live: CloudSettings, change: unknown): CloudSettings {
  if (change === null || typeof change !== 'object' || Array.isArray(change)) {
    throw new TypeError('Settings of the local cloud: expected an object of names and values.');
  }
  const fixed = FIXED.find((name) => name in change);
  if (fixed)
    throw new TypeError(
      `Setting ${fixed} of the local cloud is fixed while it runs. Stop it and start it with the new value.`,
    );
  return Object.assign(live, completeSettings({ ...live, ...change }));
}

/** @returns what was expected, when `value` is not it. */
function expectationOf(name: keyof CloudSettings, value: unknown): string | undefined {
  if (name === 'accountId') return /^\d{12}$/.test(String(value)) ? undefined : '12 digits';
  if (name === 'signatures') return value === 'form' || value === 'verify' ? undefined : '"form" or "verify"';
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return fits ? undefined : 'a whole number of at least 0';
}
