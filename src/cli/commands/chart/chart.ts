import type { Advice, TrainingCurve } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import type { CloudFlags } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { paintFor } from '../../render/colour.ts';
import { plotLoss } from '../../render/plot.ts';
import { readCurves } from './read-curves.ts';
import { writePicture } from './write-picture.ts';

export interface ChartFlags extends CloudFlags {
  readonly output?: string;
  readonly panels?: boolean;
  readonly title?: string;
  readonly name?: readonly string[];
  readonly measure: 'loss' | 'perplexity';
  readonly x: 'step' | 'epoch';
  readonly log?: boolean;
  readonly smoothing: number;
  readonly outliers: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

interface AdvisedCurve extends TrainingCurve {
  readonly advice: readonly Advice[];
}

/** Metrics of one or several trainings → a picture or a plot in the terminal, and advice. */
export async function chart(sources: readonly string[], flags: ChartFlags, context: CommandContext): Promise<void> {
  const { adviseTraining } = await import('../../../toolkit/index.ts');
  const curves = (await readCurves(sources, flags, context)).map((curve) => ({
    ...curve,
    advice: adviseTraining(curve),
  }));
  if (flags.output !== undefined) await writePicture(flags.output, curves, flags, context);
  printResult(curves, () => curves.map((curve) => describe(curve, flags, context)).join('\n\n'), flags.json, context);
}

function describe(curve: AdvisedCurve, { output }: ChartFlags, { io }: CommandContext): string {
  const paint = paintFor(io, io.stdout);
  const { name, training, validation } = curve;
  const [first, last] = [training[0], training.at(-1)];
  const range = first && last ? `, ${first.loss.toFixed(3)} → ${last.loss.toFixed(3)}` : '';
  const counts = `${training.length} steps of training${range}; ${validation.length} points of validation`;
  const plot = output === undefined ? plotLoss(curve, { columns: io.stdout.columns ?? 80 }) : '';
  const advice = curve.advice.map(({ message, remedy }) => `${paint.yellow('advice')} ${message} ${remedy}`);
  return [`${paint.bold(name)}: ${counts}`, ...(plot === '' ? [] : [plot]), ...advice].join('\n');
}
