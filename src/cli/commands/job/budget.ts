import type { ConnectedCloud, CreationPlan } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { type BudgetFlags, loadPrices, requireBudget } from '../../options/budget.ts';

/**
 * Shows what a job will cost, with a month of keeping its model, and holds the command back over `--max-cost`.
 *
 * @throws {BudgetError} `over-budget`
 */
export async function requireJobBudget(
  { request, split }: CreationPlan,
  flags: BudgetFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { pricedModel, SFT_HYPERPARAMETERS, storageCost, storedTrainingTokens, sumUp, trainingCost } = await import(
    '../../../toolkit/index.ts'
  );
  const prices = await loadPrices(flags, cloud, context);
  const model = pricedModel(request.baseModel) ?? request.baseModel;
  const whole = await storedTrainingTokens(
    split?.sourceUri ?? request.trainingDataUri,
    cloud.objects,
    context.io.signal,
  );
  // Which rows go to validation is not looked at: their share stands for that of their tokens.
  const share = split ? split.trainRows / (split.trainRows + split.validationRows) : 1;
  const tokens = { ...whole, low: whole.low * share, high: whole.high * share };
  const given = request.method === 'sft' ? Number(request.hyperparameters.epochCount) : Number.NaN;
  const epochs = given > 0 ? given : SFT_HYPERPARAMETERS.epochCount.default;
  const lines = [
    trainingCost(prices, { model, tokens, epochs, method: request.method }),
    storageCost(prices, { model, months: { low: 1, high: 1 } }),
  ];
  await requireBudget(sumUp(lines), flags, context);
}
