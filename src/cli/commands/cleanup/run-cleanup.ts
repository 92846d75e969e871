import type { CleanupSummary, ConnectedCloud, Resource, SearchGap } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { loadPrices } from '../../options/budget.ts';
import { announceCloud, withCloud } from '../../options/cloud.ts';
import { ask } from '../../options/confirm.ts';
import { printNext, printResult } from '../../output.ts';
import { collect, drive } from '../../render/drive.ts';
import type { CleanupFlags } from './flags.ts';
import { describeList, describeSummary, type PricedResource, priceAll, totalOf } from './render-resources.ts';
import { readRunFolder } from './run-folder.ts';

/**
 * Where Nova is customized, first, and where custom models can be copied to. https://docs.aws.amazon.com/bedrock/latest/userguide/copy-model-support.html
 * (as of November 2026, without GovCloud, which takes other credentials).
 */
const NOVA_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-3',
] as const;

/** One region: what was found there, and what could not be looked at. */
interface Found {
  readonly region: string;
  readonly resources: readonly PricedResource[];
  readonly gaps: readonly SearchGap[];
  readonly kept: CleanupSummary['kept'];
  readonly deleted: readonly Resource[];
}

/** Lists or deletes, region after region. */
export async function runCleanup(flags: CleanupFlags, context: CommandContext): Promise<void> {
  const place = await readRunFolder(flags, context);
  const regions = flags.allRegions ? NOVA_REGIONS : [flags.region];
  const isDeletion = (flags.delete === true || flags.yes === true) && flags.dryRun !== true;
  const found: Found[] = [];
  for (const region of regions) {
    const here = { ...flags, ...place, ...(region !== undefined && { region }) };
    const work = withCloud(here, context, (cloud) => cleanRegion(here, isDeletion, cloud, context), {
      costLine: !flags.allRegions && !flags.json,
    });
    found.push(
      flags.allRegions ? await work.catch((error: unknown) => unreachable(here.region ?? '', error)) : await work,
    );
  }
  await report(found, isDeletion, flags, context);
}

/** A region that is not enabled for the account refuses its credentials; the others are searched all the same. */
async function unreachable(region: string, error: unknown): Promise<Found> {
  const { NovatuneError, RESOURCE_KINDS } = await import('../../../toolkit/index.ts');
  const isElsewhere =
    error instanceof NovatuneError && (error.family === 'configuration' || error.family === 'service');
  if (!isElsewhere) throw error;
  const [reason = ''] = error.message.split('\n');
  return { region, resources: [], gaps: [{ kinds: RESOURCE_KINDS, code: error.code, reason }], kept: [], deleted: [] };
}

async function cleanRegion(
  flags: CleanupFlags,
  isDeletion: boolean,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<Found> {
  const { CUSTOMIZATION_REGION, findResources } = await import('../../../toolkit/index.ts');
  const { io } = context;
  await announceCloud(cloud, context);
  const { region } = await cloud.identity(io.signal);
  const gaps: SearchGap[] = [];
  const options = {
    ...(flags.run !== undefined && { run: flags.run }),
    ...(flags.prefix && { prefixes: flags.prefix }),
    ...(flags.kind && { kinds: flags.kind }),
    ...(flags.keep && { keep: flags.keep }),
    ...(flags.olderThan !== undefined && { createdBefore: cloud.clock.now() - flags.olderThan }),
    onGap: (gap: SearchGap) => gaps.push(gap),
    signal: io.signal,
  };
  const plain = await collect(findResources(options, cloud));
  // The bundled table is of that region; looking prices up takes seconds.
  const bundled = region === CUSTOMIZATION_REGION;
  const prices = plain.length === 0 ? undefined : await loadPrices({ ...flags, bundled }, cloud, context);
  const resources = prices ? await priceAll(plain, prices) : [];
  const base = { region, resources, gaps };
  const going = plain.filter(({ blocked }) => blocked === undefined);
  if (!isDeletion || plain.length === 0) return { ...base, deleted: [], kept: [] };
  if (!flags.yes && going.length > 0) {
    io.stderr.write(`${await describeList(resources)}\n`);
    await ask(`Delete ${going.length} resources in ${region}`, context);
  }
  return { ...base, ...(await deleteAll(plain, flags, cloud, context)) };
}

async function deleteAll(
  resources: readonly Resource[],
  { maxWaitTime }: CleanupFlags,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<CleanupSummary> {
  const { cleanup } = await import('../../../toolkit/index.ts');
  const options = { ...(maxWaitTime !== undefined && { maxWaitMs: maxWaitTime * 1000 }), signal: io.signal };
  return drive(cleanup(resources, options, cloud), (event) => {
    const { kind, name } = event.resource;
    if (event.type === 'resource-deleted') {
      const verb = kind === 'job' || kind === 'batch-job' ? 'stopped' : 'deleted';
      io.stderr.write(`${verb} ${kind} ${name}\n`);
    } else {
      const verb = event.type === 'resource-busy' ? 'waiting for' : 'kept';
      io.stderr.write(`${verb} ${kind} ${name}: ${event.reason}\n`);
    }
  });
}

async function report(
  found: readonly Found[],
  isDeletion: boolean,
  flags: CleanupFlags,
  context: CommandContext,
): Promise<void> {
  const gaps = found.flatMap(({ region, gaps: own }) => own.map((gap) => ({ region, ...gap })));
  for (const { region, kinds, reason } of gaps) {
    context.io.stderr.write(`not searched in ${region}: ${kinds.join(', ')}: ${reason}\n`);
  }
  const resources = unique(
    found.flatMap(({ region, resources: own }) => own.map((resource) => ({ region, ...resource }))),
  );
  if (!isDeletion) {
    const total = await totalOf(resources);
    const list = await describeList(resources);
    printResult({ dryRun: true, resources, total, notSearched: gaps }, () => list, flags.json, context);
    if (resources.some(({ blocked }) => !blocked)) {
      printNext('the same with --delete to delete them', context);
    }
  } else {
    const deleted = found.flatMap((one) => one.deleted);
    const kept = found.flatMap((one) => one.kept);
    const text = await describeSummary(deleted, kept, resources);
    printResult({ deleted, kept, notSearched: gaps }, () => text, flags.json, context);
    if (kept.length > 0) printNext('the same again once what is in the way has passed', context);
    if (kept.length > 0) context.exitWith(EXIT.partial);
  }
  if (gaps.length > 0) context.exitWith(EXIT.partial);
}

/** Roles without a region are found in each. */
const unique = (resources: readonly PricedResource[]): PricedResource[] =>
  [
    ...new Map(resources.toReversed().map((resource) => [`${resource.kind} ${resource.id}`, resource])).values(),
  ].toReversed();
