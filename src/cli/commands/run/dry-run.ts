import type { ConnectedCloud, PrepareEvent, Recipe, RunPlan, RunRequests } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { type BudgetFlags, loadPrices, requireBudget } from '../../options/budget.ts';
import { announceCloud, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { hubAccess } from '../../options/hub.ts';
import { printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

interface DryRunFlags extends CloudFlags, BudgetFlags {}

/** One request, as the API's own members say it. */
interface PlannedRequest {
  readonly operation: string;
  readonly input: unknown;
}

/** Prints what a run will use, what that costs and what will be sent. Nothing is written or sent, but for asking whose account it is. */
export function dryRun(
  recipe: Recipe,
  flags: DryRunFlags,
  projectFile: string,
  context: CommandContext,
): Promise<void> {
  return withCloud(
    flags,
    context,
    async (cloud) => {
      const { estimateRun } = await import('../../../toolkit/index.ts');
      await announceCloud(cloud, context);
      const { plan, requests } = await planRun(recipe, cloud, context);
      const estimate = estimateRun(plan, await loadPrices(flags, cloud, context));
      const sent = await toApi(requests, cloud);
      const text = () => JSON.stringify(sent, null, 2);
      printResult({ dryRun: true, plan, estimate, requests: sent }, text, flags.json, context);
      await requireBudget(estimate, flags, context);
    },
    { projectFile, costLine: false },
  );
}

async function planRun(
  recipe: Recipe,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<{ readonly plan: RunPlan; readonly requests: RunRequests }> {
  const { planRunRequests } = await import('../../../toolkit/index.ts');
  const identity = await cloud.identity(io.signal);
  const progress = createProgress(io);
  const work = planRunRequests(recipe, { hub: await hubAccess(io), signal: io.signal }, identity);
  let [done, total] = [0, 0];
  const planned = await drive(work, (event: PrepareEvent) => {
    if (event.type === 'documents-found') total = event.total;
    if (event.type === 'document-done') done += 1;
    progress.update('documents', done, total);
  });
  progress.end();
  return planned;
}

/** The requests in the order of the run; objects and questions are left out, there is one for each document. */
async function toApi(
  { bucket, role, job, endpoint, ttlMs }: RunRequests,
  cloud: ConnectedCloud,
): Promise<PlannedRequest[]> {
  const { toJobInput } = await import('../../../toolkit/index.ts');
  const host = endpoint.kind === 'throughput' ? cloud.throughput : cloud.deployments;
  return [
    { operation: 'CreateBucket, unless it exists', input: bucket },
    ...(role ? [{ operation: 'CreateRole and PutRolePolicy', input: role }] : []),
    { operation: 'CreateModelCustomizationJob', input: toJobInput(job) },
    ...(ttlMs === undefined ? [] : [{ operation: 'CreateSchedule', input: { deletesAfterMs: ttlMs } }]),
    {
      operation: endpoint.kind === 'throughput' ? 'CreateProvisionedModelThroughput' : 'CreateCustomModelDeployment',
      input: host.preview(endpoint),
    },
  ];
}
