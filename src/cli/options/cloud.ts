import { type Command, Option } from 'commander';
import type { ConnectedCloud } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { readTextFile } from '../read-text.ts';
import { paintFor } from '../render/colour.ts';
import { printRunningCost } from '../render/running-cost.ts';
import { type ResolvedSettings, resolveSettings, settingOf } from './settings.ts';
import { httpUrl } from './uris.ts';

/** Flags of every command that talks to a cloud. */
export interface CloudFlags {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly local?: boolean;
  /** Of commands that have it: the result, and errors, as JSON. */
  readonly json?: boolean;
}

/** Heading in help. */
export const CLOUD_OPTIONS = 'Which cloud:';

export const addCloudOptions = (command: Command): Command =>
  command
    .addOption(cloudOption('--region <region>', 'AWS region (default: AWS_REGION, AWS_DEFAULT_REGION, the profile)'))
    .addOption(cloudOption('--profile <name>', 'AWS profile'))
    .addOption(cloudOption('--endpoint-url <url>', 'another endpoint than AWS').argParser(httpUrl))
    .addOption(
      cloudOption('--local', 'use the embedded cloud; starts it in the background if needed').conflicts('endpointUrl'),
    );

/** They are the same in every command, so help shows them apart, after its own flags. */
const cloudOption = (flags: string, description: string) => new Option(flags, description).helpGroup(CLOUD_OPTIONS);

/**
 * Opens the cloud that the flags name, runs `work` with it, and closes it. What bills by the hour is said at the end, on stderr.
 * @param options `costLine: false` for work that does not talk to the cloud; `projectFile` where another one than `novatune.yaml` counts
 */
export async function withCloud<Result>(
  flags: CloudFlags,
  context: CommandContext,
  work: (cloud: ConnectedCloud) => Promise<Result>,
  options: { readonly costLine?: boolean; readonly projectFile?: string } = {},
): Promise<Result> {
  const { io } = context;
  const { connect } = await import('../../toolkit/index.ts');
  const caFile = io.env.AWS_CA_BUNDLE;
  const cloud = connect({
    ...(await connection(flags, context, options.projectFile)),
    ...(caFile && { caBundle: await readTextFile(caFile, 'certificates of AWS_CA_BUNDLE') }),
  });
  try {
    const result = await work(cloud);
    if (options.costLine !== false) await printRunningCost(cloud, cloudSuffix(flags), context);
    return result;
  } catch (error) {
    // A cloud that could not be reached is not asked once more, and errors as JSON stand alone on stderr.
    if (options.costLine !== false && !flags.json && wasReached(error))
      await printRunningCost(cloud, cloudSuffix(flags), context);
    throw error;
  } finally {
    await cloud.close();
  }
}

/** Failures without a family are an interruption or a fault of ours: the cloud may well be there. */
function wasReached(error: unknown): boolean {
  const { family, code } = error as { readonly family?: string; readonly code?: string };
  return family !== 'configuration' && family !== 'input' && code !== 'network';
}
/** The flags that reach the same cloud again, for commands that are printed. */
export function cloudSuffix({ local, endpointUrl, region, profile }: CloudFlags): string {
  const flags = [
    local ? '--local' : '',
    endpointUrl === undefined ? '' : `--endpoint-url ${endpointUrl}`,
    region === undefined ? '' : `--region ${region}`,
    profile === undefined ? '' : `--profile ${profile}`,
  ].filter((flag) => flag !== '');
  return flags.length === 0 ? '' : ` ${flags.join(' ')}`;
}

/** Where to connect: flags, variables, project and user file. @throws ConfigurationError `target-local` */
async function connection(flags: CloudFlags, context: CommandContext, projectFile: string | undefined) {
  const settings = await resolveSettings(flags, context, projectFile);
  const endpoint = settingOf(settings, 'endpointUrl');
  const isLocal = flags.local === true || (settingOf(settings, 'target')?.value === 'local' && !endpoint?.value);
  if (settings.isLocalOnly && !flags.local) await requireLocal(flags, settings);
  if (isLocal) return localConnection(flags);
  const region = settingOf(settings, 'region')?.value;
  const profile = settingOf(settings, 'profile')?.value;
  // The SDK itself knows AWS_ENDPOINT_URL, and the variables of single services that go before it; those could lead off this machine.
  const isSdks = endpoint?.origin === 'AWS_ENDPOINT_URL' && !settings.isLocalOnly;
  const ownEndpoint = isSdks ? undefined : endpoint?.value;
  return {
    ...(region !== undefined && { region: String(region) }),
    ...(profile !== undefined && { profile: String(profile) }),
    ...(ownEndpoint !== undefined && { endpoint: String(ownEndpoint) }),
  };
}

/** A project whose target is `local` never reaches AWS, whatever flags and variables say. */
async function requireLocal(flags: CloudFlags, settings: ResolvedSettings): Promise<void> {
  const endpoint = settingOf(settings, 'endpointUrl');
  const url = endpoint?.value === undefined ? undefined : String(endpoint.value);
  const host = url !== undefined && URL.canParse(url) ? new URL(url).hostname : '';
  const isElsewhere = url !== undefined && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
  const target = settingOf(settings, 'target');
  const asked = isElsewhere
    ? endpoint?.origin
    : flags.profile !== undefined && url === undefined
      ? '--profile'
      : target?.value === 'local'
        ? undefined
        : target?.origin;
  if (asked === undefined) return;
  const { ConfigurationError } = await import('../../toolkit/index.ts');
  throw new ConfigurationError(
    'target-local',
    `Expected to stay on this machine, as ${settings.projectFile} says (target: local), but ${asked} leads to AWS.`,
    { remedy: `Leave ${asked} out, or change the target in that file.` },
  );
}

/** The embedded cloud takes any credentials; its region is the one where Nova can be customized. */
async function localConnection(flags: CloudFlags) {
  const [{ LOCAL_CREDENTIALS }, { ensureLocalCloud }] = await Promise.all([
    import('../../local-cloud/index.ts'),
    import('../local-cloud.ts'),
  ]);
  const { url } = await ensureLocalCloud();
  return { endpoint: url, region: flags.region ?? 'us-east-1', credentials: LOCAL_CREDENTIALS };
}

/** Shows who pays and where, on stderr, before anything paid happens. */
export async function announceCloud(cloud: ConnectedCloud, { io }: CommandContext): Promise<void> {
  const { accountId, region, endpoint, otherEndpoints = {}, rehearsal } = await cloud.identity(io.signal);
  const paint = paintFor(io, io.stderr);
  const place = rehearsal ? paint.yellow(`EMULATOR ${endpoint}`) : (endpoint ?? 'AWS');
  const others = Object.entries(otherEndpoints).map(([service, url]) => `; ${service} at ${url}`);
  io.stderr.write(
    `${paint.dim('account')} ${accountId} ${paint.dim('region')} ${region} ${paint.dim('at')} ${place}${others.join('')}\n`,
  );
}
