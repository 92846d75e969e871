import type { ConnectedCloud, Range } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { type AskedOnce, requireAskingBudget } from '../../options/asking-budget.ts';
import type { OpenedDocuments } from './documents.ts';
import type { InferFlags } from './flags.ts';

/**
 * Shows what asking about the documents will cost and holds the command back over `--max-cost`. Answers of an earlier run are not counted;
 * those that the cache of answers holds are.
 * @param base asked about every document too
 * @throws {BudgetError} `over-budget`
 */
export async function requireInferBudget(
  { modelId, base }: { readonly modelId: string; readonly base?: string | undefined },
  predictionsFile: string,
  opened: OpenedDocuments,
  flags: InferFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { prompts, documents } = opened;
  const calls = await callsToMake(predictionsFile, opened);
  const { fallback, share = 1, shadow, maxTokens } = flags;
  const some = (low: number, high: number): Range => ({
    low: Math.floor(calls.low * low),
    high: Math.ceil(calls.high * high),
  });
  const hasFallback = fallback !== undefined;
  const models: AskedOnce[] = [
    { modelId, prompts, calls: hasFallback ? some(0, share) : calls },
    // The fallback answers whatever the model does not.
    ...(hasFallback ? [{ modelId: fallback, prompts, calls: some(1 - share, 1) }] : []),
    ...(shadow === undefined ? [] : [{ modelId: shadow, prompts, calls: some(0, 1) }]),
    ...(base === undefined ? [] : [{ modelId: base, prompts, calls: { low: 0, high: documents.length } }]),
  ];
  const imageTokens = await imageTokensOf(opened);
  await requireAskingBudget(
    { step: 'inference', models, maxTokens, ...(imageTokens && { imageTokens }) },
    flags,
    cloud,
    context,
  );
}

/** Documents with an answer in the file cost nothing when it is still the answer to the same question, which only asking tells. */
async function callsToMake(file: string, { documents }: OpenedDocuments): Promise<Range> {
  const { readPredictions } = await import('../../../toolkit/index.ts');
  const answered = new Set(
    (await readPredictions(file)).flatMap(({ document, answer }) => (answer === undefined ? [] : [document])),
  );
  const open = documents.filter(({ document }) => !answered.has(document)).length;
  return { low: open, high: documents.length };
}

/** Average over the data set's images, whose sizes the manifest knows. */
async function imageTokensOf({ trained, documents }: OpenedDocuments): Promise<Range | undefined> {
  if (!trained) return undefined;
  const { askingTokens } = await import('../../../toolkit/index.ts');
  const asked = new Set(documents.map(({ document }) => document));
  const own = trained.documents.filter(({ id }) => asked.has(id)).map((one) => ({ ...one, split: 'test' as const }));
  if (own.length === 0 || own.length !== documents.length) return undefined;
  const { input } = askingTokens({ documents: own, prompts: { system: '', task: '' } }, 'test', 0);
  return { low: input.low / own.length, high: input.high / own.length };
}
