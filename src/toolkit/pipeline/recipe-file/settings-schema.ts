import { z } from 'zod';

/** Keys that say where and with which limits commands work. Project and user files may hold them; flags and variables go before. */
export const SETTINGS = {
  target: z
    .enum(['local', 'aws'])
    .optional()
    .describe(
      'Which cloud commands talk to when no flag names one. `local`: the embedded cloud of this machine, and AWS itself is refused.',
    ),
  region: z.string().min(1).optional().describe('AWS region. Nova is customized in us-east-1 only.'),
  profile: z.string().min(1).optional().describe('Profile of the AWS configuration, whose credentials are used.'),
  endpointUrl: z.url().optional().describe('Another endpoint than AWS.'),
  maxCost: z
    .number()
    .min(0)
    .optional()
    .describe('USD. A run whose estimate may exceed this is refused before anything is paid (exit code 6).'),
} as const;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];
export type SettingName = keyof typeof SETTINGS;

/** Settings as a file, a variable or a flag gives them, checked. */
export type Settings = z.infer<typeof SETTINGS_FILE>;

/** A user's own file: settings alone. */
export const SETTINGS_FILE = z.strictObject(SETTINGS);
