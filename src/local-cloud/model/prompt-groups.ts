import type { PromptGroup, StandInQuestion } from './stand-in.ts';

/** What tells one kind of question from another. */
type Prompt = Pick<StandInQuestion, 'system' | 'prompt'>;

/** An unknown prompt is answered by the heads of a trained one that is at least this similar. */
const MIN_SIMILARITY = 0.9;
const RUN = 3;

/** Questions with equal keys share their heads. Text-only questions: the prompt is the content, the system text the task. */
export function questionKey({ system, prompt, pages }: StandInQuestion): string {
  const parts = pages.length === 0 ? ['text', oneLine(system)] : ['pages', oneLine(system), oneLine(prompt)];
  return JSON.stringify(parts);
}

/**
 * The heads for a question: those of its own system text and prompt; else those of its prompt under another system
 * text; else those of a nearly equal prompt; else none.
 */
export function findGroup<G extends Pick<PromptGroup, 'system' | 'prompt' | 'textOnly'>>(
  groups: readonly G[],
  question: StandInQuestion,
): G | undefined {
  const textOnly = question.pages.length === 0;
  const candidates = groups.filter((group) => group.textOnly === textOnly);
  const key = questionKey(question);
  const own = candidates.find((group) => questionKey({ ...group, pages: question.pages }) === key);
  if (own !== undefined) return own;
  const samePrompt = (group: G): boolean => !textOnly && oneLine(group.prompt) === oneLine(question.prompt);
  const sister = candidates.find(samePrompt);
  if (sister !== undefined) return sister;
  const asked = textOnly ? { system: question.system, prompt: '' } : question;
  let best: G | undefined;
  let bestSimilarity = MIN_SIMILARITY;
  for (const group of candidates) {
    const similarity = promptSimilarity(group, asked);
    if (similarity >= bestSimilarity) [best, bestSimilarity] = [group, similarity];
  }
  return best;
}

/** Dice coefficient of the runs of three characters in system text and prompt; 0 to 1, linear time. */
export function promptSimilarity(a: Prompt, b: Prompt): number {
  const [one, other] = [a, b].map(({ system, prompt }) => `${oneLine(system)}\n${oneLine(prompt)}`);
  if (one === other) return 1;
  const left = runs(one ?? '');
  const right = runs(other ?? '');
  let shared = 0;
  for (const [run, count] of left.counts) shared += Math.min(count, right.counts.get(run) ?? 0);
  return (2 * shared) / Math.max(1, left.total + right.total);
}

function runs(text: string): { counts: Map<string, number>; total: number } {
  const counts = new Map<string, number>();
  let total = 0;
  for (let i = 0; i + RUN <= text.length; i++) {
    const run = text.slice(i, i + RUN);
    counts.set(run, (counts.get(run) ?? 0) + 1);
    total += 1;
  }
  return { counts, total };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
