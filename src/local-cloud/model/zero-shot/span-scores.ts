import { type Layout, normalizeText } from '../../../pages/index.ts';
import { boxConfidences, boxKey } from '../features/span-features.ts';
import type { PromptWords } from './prompt-words.ts';

/** Points of each candidate span: a value stands beside or below the words that the prompt uses for it. */
export function spanScores(words: PromptWords, layout: Layout): Float32Array {
  const countOnPage = runCounter(layout);
  const confidences = boxConfidences(layout);
  return Float32Array.from(layout.spans, (span) => {
    if (span.normalized.length < 2) return -5;
    let points = words.shared(span.left, countOnPage) * 1.5 + words.shared(span.above, countOnPage) * 0.4;
    if (/:\s*$/.test(span.left)) points += 0.5;
    points -= words.shared(span.text, countOnPage) * 1.2;
    if (/:$/.test(span.folded)) points -= 2;
    if (span.kind === 'join') points -= 0.6;
    return points + (confidences.get(boxKey(span)) ?? 1) * 0.2 - span.y * 0.05;
  });
}

function runCounter(layout: Layout): (run: string) => number {
  const all = layout.rows
    .flat()
    .map((box) => normalizeText(box.text))
    .join('\n');
  const counts = new Map<string, number>();
  return (run) => {
    const known = counts.get(run);
    if (known !== undefined) return known;
    const count = Math.max(1, all.split(run).length - 1);
    counts.set(run, count);
    return count;
  };
}
