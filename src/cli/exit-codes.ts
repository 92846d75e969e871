import type { ErrorFamily } from '../toolkit/index.ts';

/** What the process ends with. Documented in the README; scripts rely on them. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  checkFailed: 3,
  configuration: 4,
  service: 5,
  overBudget: 6,
  partial: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_OF_FAMILY: Readonly<Record<ErrorFamily, ExitCode>> = {
  input: EXIT.usage,
  data: EXIT.checkFailed,
  configuration: EXIT.configuration,
  service: EXIT.service,
  budget: EXIT.overBudget,
  partial: EXIT.partial,
  timeout: EXIT.partial,
};
