import type { PacedCall } from '../lib/adaptive-concurrency.ts';
import { withRetries } from '../lib/retry.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { LabelEntry } from './label-journal.ts';
import { DEFAULT_PARAMETERS, type LabelImage, type Labeller, type LabelOptions } from './labeller.ts';
import { stricterRule } from './prompts/answer-rule.ts';
import { readLabel } from './read-label.ts';

/** Failures that the next document would meet as well: asking on would only fail a thousand times. */
const HOPELESS: ReadonlySet<string> = new Set(['access-denied', 'not-found', 'quota-exceeded', 'throttled']);

/** What came of asking one labeller about one image. */
export type Asked = Pick<LabelEntry, 'label' | 'error' | 'calls' | 'inputTokens' | 'outputTokens'>;

/**
 * Asks for a label; an answer that is none is refused once, with the reason, before it counts as an error.
 * @throws CloudError when no other document would fare better.
 */
export async function askLabel(
  { image }: LabelImage & { readonly kind: 'ready' },
  labeller: Labeller,
  options: LabelOptions,
  { runtime, clock }: Pick<Cloud, 'runtime' | 'clock'>,
  paced: PacedCall,
): Promise<Asked> {
  const { task, parameters = DEFAULT_PARAMETERS, retry, signal } = options;
  const spent = { calls: 0, inputTokens: 0, outputTokens: 0 };
  let prompt = labeller.prompts.task;
  for (let question = 1; ; question += 1) {
    const request = { modelId: labeller.modelId, system: labeller.prompts.system, images: [image], prompt, parameters };
    const outcome = await withRetries(() => paced(() => runtime.converse(request, signal)), clock, {
      ...retry,
      ...(signal && { signal }),
      // Throttled calls are the pace's business.
      retryIf: ({ retryable, code }) => retryable && code !== 'throttled',
    });
    spent.calls += outcome.attempts;
    if ('error' in outcome) {
      if (HOPELESS.has(outcome.error.code)) throw outcome.error;
      return { ...spent, error: { code: outcome.error.code, message: outcome.error.message } };
    }
    const { text, stopReason, inputTokens, outputTokens } = outcome.result;
    spent.inputTokens += inputTokens;
    spent.outputTokens += outputTokens;
    const reading = readLabel(text, stopReason, task);
    if ('label' in reading) return { ...spent, label: reading.label };
    if (question === 2) return { ...spent, error: { ...reading, answer: text } };
    prompt = `${labeller.prompts.task}\n\n${stricterRule(task, reading.message)}`;
  }
}
