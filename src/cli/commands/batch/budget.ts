import { resolve } from 'node:path';
import type { BatchPlan, ConnectedCloud, Range } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { requireAskingBudget } from '../../options/asking-budget.ts';
import type { CreateFlags } from './flags.ts';

/**
 * Shows what a batch will cost and holds the command back over `--max-cost`.
 *
 * @throws {BudgetError} `over-budget`
 */
export async function requireBatchBudget(
  { plan }: { readonly plan: BatchPlan },
  flags: CreateFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { request, question, records } = plan;
  const calls = { low: records, high: records };
  await requireAskingBudget(
    {
      step: 'batch',
      models: [{ modelId: request.modelId, prompts: question.prompts, calls }],
      imageTokens: await imageTokensOf(flags, context),
      maxTokens: flags.maxTokens,
    },
    flags,
    cloud,
    context,
  );
}

/** Average of the split's images, whose sizes the manifest knows. */
async function imageTokensOf({ dataset, split }: CreateFlags, { io }: CommandContext): Promise<Range> {
  const { ANY_IMAGE_TOKENS, askingTokens, readDataset } = await import('../../../toolkit/index.ts');
  const { manifest } = await readDataset(resolve(io.cwd, dataset));
  const noWords = { system: '', task: '' };
  const { input, documents } = askingTokens({ ...manifest, prompts: noWords }, split, 0);
  return documents === 0 ? ANY_IMAGE_TOKENS : { low: input.low / documents, high: input.high / documents };
}
