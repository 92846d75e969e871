import type { ConnectedCloud, Prompts, Range, ServedModel } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { type BudgetFlags, loadPrices, requireBudget } from './budget.ts';

/** One model that is about to be asked. */
export interface AskedOnce {
  readonly modelId: string;
  readonly prompts: Prompts;
  /** Calls that are certain, and calls at most. */
  readonly calls: Range;
}

export interface Asking {
  readonly step: 'inference' | 'labelling' | 'batch';
  readonly models: readonly AskedOnce[];
  /** Tokens of one image, on average. Absent: anything between the smallest and the largest published. */
  readonly imageTokens?: Range;
  /** Of an answer. */
  readonly maxTokens: number;
}

/**
 * Shows what asking models will cost and holds the command back over `--max-cost`. Models on provisioned throughput bill by the hour and are
 * left out.
 *
 * @throws {BudgetError} `over-budget`
 */
export async function requireAskingBudget(
  asking: Asking,
  flags: BudgetFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const toolkit = await import('../../toolkit/index.ts');
  const { step, models, maxTokens, imageTokens = toolkit.ANY_IMAGE_TOKENS } = asking;
  const prices = await loadPrices(flags, cloud, context);
  const lines = [];
  for (const { modelId, prompts, calls } of models) {
    const one = toolkit.askingTokensOf([imageTokens], prompts, maxTokens);
    const times = ({ low, high }: Range) => ({ low: low * calls.low, high: high * calls.high });
    const tokens = { input: times(one.input), output: times(one.output) };
    const served = await servedBy(modelId, cloud, context);
    if (step === 'batch') lines.push(...toolkit.batchCost(prices, served.model ?? modelId, tokens));
    else if (step === 'labelling') lines.push(...toolkit.labellingCost(prices, served, tokens));
    else lines.push(...toolkit.inferenceCost(prices, served, tokens));
  }
  if (lines.length > 0) await requireBudget(toolkit.sumUp(lines), flags, context);
}

/** What a model is billed as. A deployment tells its base model only when it is looked at; failing that, its price is unknown. */
async function servedBy(modelId: string, cloud: ConnectedCloud, { io }: CommandContext): Promise<ServedModel> {
  const { servedModel } = await import('../../toolkit/index.ts');
  const served = servedModel(modelId);
  if (served.route !== 'custom' || served.model !== undefined) return served;
  try {
    return servedModel(modelId, (await cloud.deployments.describe(modelId, io.signal))?.modelArn);
  } catch {
    io.signal.throwIfAborted();
    return served; // The call itself will say what is wrong.
  }
}
