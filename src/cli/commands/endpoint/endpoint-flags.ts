import { type Command, Option } from 'commander';
import type { HostState, ModelHost } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import type { CloudFlags } from '../../options/cloud.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';

export type Kind = ModelHost['kind'];

/** What the help calls an endpoint of each kind. */
export const NOUNS: Readonly<Record<Kind, string>> = {
  deployment: 'deployment',
  throughput: 'provisioned throughput',
};

/** Flags that name one endpoint. */
export interface NameFlags extends CloudFlags {
  readonly name?: string;
  readonly provisionedModelName?: string;
  readonly provisionedModelArn?: string;
  readonly json?: boolean;
}

/** `--name`, and for throughput the names that AWS's own guides use. */
export function addName(kind: Kind, command: Command, what: 'name' | 'name or ARN'): Command {
  command.option('--name <name>', `${what} of the ${NOUNS[kind]}`);
  if (kind === 'throughput') {
    command.option('--provisioned-model-name <name>', 'the same as --name');
    if (what === 'name or ARN') command.option('--provisioned-model-arn <arn>', 'the same as --name');
  }
  return command;
}

/** @throws {InputError} `option-invalid` unless exactly one flag names the endpoint */
export async function requireName(kind: Kind, flags: NameFlags): Promise<string> {
  const { name, provisionedModelName, provisionedModelArn } = flags;
  const given = [name, provisionedModelName, provisionedModelArn].filter((value) => value !== undefined);
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'option-invalid',
    `Expected one --name of the ${NOUNS[kind]}, got ${given.join(' and ') || 'none'}.`,
  );
}

/** Flags of verbs that wait. */
export interface WaitFlags {
  readonly pollingInterval: number;
  readonly maxWaitTime: number;
  readonly wait: boolean;
}

export const addWaitOptions = (command: Command): Command =>
  command
    .option('--polling-interval <seconds>', 'seconds between looks', realNumber(0.1, 3600), 15)
    .option('--max-wait-time <seconds>', 'give up waiting after this (exit code 7)', wholeNumber(1), 3600)
    .option('--no-wait', 'do not wait');

export const waitOptions = ({ pollingInterval, maxWaitTime }: WaitFlags, { io }: CommandContext) => ({
  pollIntervalMs: pollingInterval * 1000,
  maxWaitMs: maxWaitTime * 1000,
  signal: io.signal,
});

/** Terms by the words that are typed. */
export const TERMS = { 'one-month': 'OneMonth', 'six-months': 'SixMonths' } as const;
export type Term = keyof typeof TERMS;
export const termOption = (flags: string, description: string): Option =>
  new Option(flags, description).choices(Object.keys(TERMS));

export const hostOf = (
  kind: Kind,
  cloud: { readonly deployments: ModelHost; readonly throughput: ModelHost },
): ModelHost => (kind === 'deployment' ? cloud.deployments : cloud.throughput);

/** The endpoint, or `not-found`. */
export async function requireEndpoint(
  kind: Kind,
  identifier: string,
  cloud: { readonly deployments: ModelHost; readonly throughput: ModelHost },
  { io }: CommandContext,
): Promise<HostState> {
  const state = await hostOf(kind, cloud).describe(identifier, io.signal);
  if (state) return state;
  const { notFound } = await import('../../not-found.ts');
  throw await notFound(`There is no ${NOUNS[kind]} ${identifier}.`);
}
