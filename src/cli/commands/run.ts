import { resolve } from 'node:path';
import type { CommandContext, Register } from '../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { hubAccess } from '../options/hub.ts';
import { openPages } from '../options/pages.ts';
import { printResult } from '../output.ts';
import { showPipeline } from '../render/pipeline.ts';
import { packageVersion } from '../version.ts';

interface RunFlags extends CloudFlags {
  readonly folder: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  addCloudOptions(command)
    .argument('<recipe>', 'JSON file that describes the run')
    .requiredOption('--folder <folder>', 'run folder; run again with it to go on where it stopped')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune run examples/vat-invoices/recipe.json --folder runs/invoices --local\n  $ novatune run recipe.json --folder runs/scans --region us-east-1 --yes',
    )
    .action((recipe: string, flags: RunFlags) => run(recipe, flags, context));
};

async function run(recipeFile: string, flags: RunFlags, context: CommandContext): Promise<void> {
  const { readRecipe, runPipeline } = await import('../../toolkit/index.ts');
  const recipe = await readRecipe(resolve(context.io.cwd, recipeFile), context.io.env);
  await withCloud(flags, context, async (cloud) => {
    await confirm(
      `Run ${recipe.name}: training and inference are billed`,
      flags.yes ? { yes: true } : {},
      cloud,
      context,
    );
    const pages = recipe.audit ? await openPages(context) : undefined;
    try {
      const options = {
        folder: resolve(flags.folder),
        version: packageVersion(),
        ...(pages && { pages }),
        hub: await hubAccess(context.io),
        signal: context.io.signal,
      };
      const result = await showPipeline(runPipeline(recipe, options, cloud), context);
      printResult(result, () => `${result.comparison.sentence}\nReport: ${result.report}`, flags.json, context);
    } finally {
      await pages?.close();
    }
  });
}
