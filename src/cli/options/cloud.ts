import { type Command, Option } from 'commander';
import type { ConnectedCloud } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { readTextFile } from '../read-text.ts';
import { paintFor } from '../render/colour.ts';
import { httpUrl } from './uris.ts';

/** Flags of every command that talks to a cloud. */
export interface CloudFlags {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly local?: boolean;
}

export const addCloudOptions = (command: Command): Command =>
  command
    .option('--region <region>', 'AWS region (default: AWS_REGION, AWS_DEFAULT_REGION, the profile)')
    .option('--profile <name>', 'AWS profile')
    .option('--endpoint-url <url>', 'another endpoint than AWS', httpUrl)
    .addOption(
      new Option('--local', 'use the embedded cloud; starts it in the background if needed').conflicts('endpointUrl'),
    );

/** Opens the cloud that the flags name, runs `work` with it, and closes it. */
export async function withCloud<Result>(
  flags: CloudFlags,
  { io }: CommandContext,
  work: (cloud: ConnectedCloud) => Promise<Result>,
): Promise<Result> {
  const { connect } = await import('../../toolkit/index.ts');
  const caFile = io.env.AWS_CA_BUNDLE;
  const cloud = connect({
    ...(flags.region && { region: flags.region }),
    ...(flags.profile && { profile: flags.profile }),
    ...(flags.endpointUrl && { endpoint: flags.endpointUrl }),
    ...(caFile && { caBundle: await readTextFile(caFile, 'certificates of AWS_CA_BUNDLE') }),
    ...(flags.local && (await localConnection(flags))),
  });
  try {
    return await work(cloud);
  } finally {
    await cloud.close();
  }
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
  const { accountId, region, endpoint, rehearsal } = await cloud.identity(io.signal);
  const paint = paintFor(io, io.stderr);
  const place = rehearsal ? paint.yellow(`EMULATOR ${endpoint}`) : (endpoint ?? 'AWS');
  io.stderr.write(
    `${paint.dim('account')} ${accountId} ${paint.dim('region')} ${region} ${paint.dim('at')} ${place}\n`,
  );
}
