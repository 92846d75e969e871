import { extname } from 'node:path';
import type { TrainingCurve } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { writeBytes, writeText } from '../../write-file.ts';
import type { ChartFlags } from './chart.ts';

/** @throws InputError `option-invalid` for another kind of picture, `output-exists` without --force. */
export async function writePicture(
  file: string,
  curves: readonly TrainingCurve[],
  flags: ChartFlags,
  { io }: CommandContext,
): Promise<void> {
  const { InputError, lossCurve, renderPng, svgFile, trainingPanels } = await import('../../../toolkit/index.ts');
  const kind = extname(file).toLowerCase();
  if (kind !== '.svg' && kind !== '.png') {
    throw new InputError('option-invalid', `Expected --output to end in .svg or .png, got ${JSON.stringify(file)}.`);
  }
  const { title, measure, x: progress, log: logarithmic = false, smoothing, outliers } = flags;
  const options = { ...(title !== undefined && { title }), measure, progress, logarithmic, smoothing };
  const svg = svgFile(flags.panels ? trainingPanels(curves, { ...options, outliers }) : lossCurve(curves, options));
  const mayReplace = () => flags.force === true;
  if (kind === '.svg') {
    await writeText(file, svg, mayReplace);
  } else {
    const { png, missingCharacters } = await renderPng(svg);
    await writeBytes(file, png, mayReplace);
    if (missingCharacters !== '') {
      io.stderr.write(
        `warning: no font of this machine has ${missingCharacters}: they are boxes in ${file}. Install a Chinese font (Debian: fonts-wqy-microhei) or write .svg.\n`,
      );
    }
  }
  io.stderr.write(`wrote ${file}\n`);
}
