import type { CostEstimate, JudgeEvent, JudgePlan, JudgeReport, PriceTable, Scores } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { type BudgetFlags, loadPrices, requireBudget } from '../../options/budget.ts';
import { type CloudFlags, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { drive } from '../../render/drive.ts';
import { createProgress, type Progress } from '../../render/progress.ts';

export interface JudgeFlags extends CloudFlags, BudgetFlags {
  /** Model id of the judge. */
  readonly judge?: string;
  readonly judgeJournal?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Asks the judge, after an estimate and a confirmation. */
export function judgeScores(
  scores: Scores,
  options: { readonly modelId: string; readonly journalFile: string },
  flags: JudgeFlags,
  context: CommandContext,
): Promise<JudgeReport> {
  return withCloud(flags, context, async (cloud) => {
    const { judge, planJudging } = await import('../../../toolkit/index.ts');
    const plan = await planJudging(scores, options);
    const prices = await loadPrices(flags, cloud, context);
    await requireBudget(await estimateJudging(plan, options.modelId, prices), flags, context);
    await confirm(`Ask ${options.modelId} about ${plan.toAsk} pairs of texts, which is paid`, flags, cloud, context);
    const progress = createProgress(context.io);
    const judging = judge(scores, { ...options, signal: context.io.signal }, cloud);
    const report = await drive(judging, (event) => showEvent(event, progress));
    progress.end();
    return report;
  });
}

/** What judging would ask and cost, by the bundled prices; nothing is sent and nothing written. */
export async function planJudge(
  scores: Scores,
  options: { readonly modelId: string; readonly journalFile: string },
): Promise<{ readonly plan: JudgePlan; readonly estimate: CostEstimate }> {
  const { bundledPrices, planJudging } = await import('../../../toolkit/index.ts');
  const plan = await planJudging(scores, options);
  return { plan, estimate: await estimateJudging(plan, options.modelId, bundledPrices()) };
}

async function estimateJudging(plan: JudgePlan, modelId: string, prices: PriceTable): Promise<CostEstimate> {
  const { inferenceCost, servedModel, sumUp } = await import('../../../toolkit/index.ts');
  return sumUp(inferenceCost(prices, servedModel(modelId), plan.tokens));
}

function showEvent(event: JudgeEvent, progress: Progress): void {
  if (event.type === 'pair-judged') progress.update('judged', event.done, event.total);
}
