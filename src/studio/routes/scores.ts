import { Hono } from 'hono';
import type { Comparison, Scores } from '../../toolkit/index.ts';
import type { RunScores, ScoresView } from '../api.ts';
import { shorten } from '../run/summarize-run.ts';
import type { StudioContext } from '../studio-context.ts';

/** Scores of both models without their outcomes, which are asked for page by page. */
export function scoreRoutes({ registry }: StudioContext): Hono {
  return new Hono().get('/:run/scores', async (context) => {
    const files = await registry.get(context.req.param('run'));
    const base = await files.read<Scores>('baseScores');
    const tuned = await files.read<Scores>('tunedScores');
    const comparison = await files.read<Comparison>('comparison');
    const scores: RunScores = {
      ...(base && { base: withoutOutcomes(base) }),
      ...(tuned && { tuned: withoutOutcomes(tuned) }),
      ...(comparison && { comparison: shorten(comparison) }),
    };
    return context.json(scores);
  });
}

const withoutOutcomes = ({ outcomes: _, ...scores }: Scores): ScoresView => scores;
