import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { PipelineOptions, PipelineResult, Recipe, StepName } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { addBudgetOptions, type BudgetFlags, loadPrices } from '../options/budget.ts';
import { addCloudOptions, announceCloud, type CloudFlags, cloudSuffix, withCloud } from '../options/cloud.ts';
import { ask } from '../options/confirm.ts';
import { hubAccess } from '../options/hub.ts';
import { openPages } from '../options/pages.ts';
import { findProjectFile, resolveSettings, settingOf } from '../options/settings.ts';
import { printNext, printResult } from '../output.ts';
import { showPipeline } from '../render/pipeline.ts';
import { packageVersion } from '../version.ts';
import { dryRun } from './run/dry-run.ts';

export interface RunFlags extends CloudFlags, BudgetFlags {
  readonly runFolder?: string;
  readonly folder?: string;
  readonly from?: StepName;
  readonly until?: StepName;
  readonly only?: StepName;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** The steps of a run in their order; the toolkit's own list is checked against it by the types. */
const STEPS = [
  'audit',
  'prepare',
  'validate',
  'upload',
  'train',
  'deploy',
  'infer',
  'evaluate',
  'report',
  'cleanup',
] as const satisfies readonly StepName[];
/** Steps that neither cost anything nor change anything in the cloud. */
const FREE: readonly StepName[] = ['audit', 'prepare', 'validate', 'evaluate', 'report'];

export const register: Register = (command, context) => {
  addBudgetOptions(addCloudOptions(command))
    .argument('[recipe]', 'file that describes the run (default: novatune.yaml here or in a parent folder)')
    .option(
      '--run-folder <folder>',
      'where the run is kept; run again with it to go on (default: runs/<name> beside the recipe)',
    )
    .addOption(new Option('--folder <folder>', 'earlier name of --run-folder').hideHelp());
  addStepOptions(command)
    .option('--dry-run', 'print estimate and requests; only the headers of documents are read')
    .option('--bundled', 'do not look prices up, take the bundled table')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune run --local\n  $ novatune run novatune.yaml --run-folder runs/invoices --max-cost 20 --yes',
    )
    .action((recipe: string | undefined, flags: RunFlags) => run(recipe, flags, context));
};

const addStepOptions = (command: Command): Command =>
  command
    .addOption(new Option('--from <step>', 'begin with this step; what comes before is done already').choices(STEPS))
    .addOption(new Option('--until <step>', 'end with this step').choices(STEPS))
    .addOption(new Option('--only <step>', 'this step alone').choices(STEPS).conflicts(['from', 'until']));

async function run(recipeArgument: string | undefined, flags: RunFlags, context: CommandContext): Promise<void> {
  const { readRecipe } = await import('../../toolkit/index.ts');
  const { io } = context;
  const file = await recipeFile(recipeArgument, context);
  const recipe = await readRecipe(file, io.env);
  const settings = await resolveSettings(flags, context, file);
  const maxCost = settingOf(settings, 'maxCost')?.value;
  const limited: RunFlags = { ...flags, ...(maxCost !== undefined && { maxCost: Number(maxCost) }) };
  if (flags.dryRun) return dryRun(recipe, limited, file, context);
  const wanted = flags.runFolder ?? flags.folder;
  const folder = wanted === undefined ? join(dirname(file), 'runs', recipe.name) : resolve(io.cwd, wanted);
  const result = await perform(recipe, { ...limited, runFolder: folder }, file, context);
  report(result, { recipe, recipeArgument }, flags, context);
}

async function recipeFile(argument: string | undefined, { io }: CommandContext): Promise<string> {
  const file = argument === undefined ? findProjectFile(io.cwd) : resolve(io.cwd, argument);
  if (file !== undefined) return file;
  const { InputError } = await import('../../toolkit/index.ts');
  throw new InputError('recipe-unreadable', `Expected a recipe: there is no novatune.yaml in ${io.cwd} or above it.`, {
    remedy: 'Name one, or write one with: novatune init',
  });
}

function perform(
  recipe: Recipe,
  flags: RunFlags & { readonly runFolder: string },
  projectFile: string,
  context: CommandContext,
): Promise<PipelineResult> {
  return withCloud(
    flags,
    context,
    async (cloud) => {
      const { runPipeline } = await import('../../toolkit/index.ts');
      await announceCloud(cloud, context);
      const { rehearsal } = await cloud.identity(context.io.signal);
      const what = `Run ${recipe.name}: training and inference are billed`;
      const isAsked = !flags.yes && !rehearsal;
      if (isAsked && mayPay(flags)) await requireTerminal(what, context);
      if (flags.only === 'cleanup' && !flags.yes) await ask(`Delete everything of the run ${recipe.name}`, context);
      const pages = recipe.audit || flags.only === 'audit' ? await openPages(context) : undefined;
      const options: PipelineOptions = {
        folder: flags.runFolder,
        version: packageVersion(),
        steps: selection(flags),
        prices: await loadPrices(flags, cloud, context),
        hub: await hubAccess(context.io),
        signal: context.io.signal,
        beforePaying: async () => {
          if (isAsked) await ask(what, context);
        },
        ...(flags.maxCost !== undefined && { maxCost: flags.maxCost }),
        ...(pages && { pages }),
      };
      try {
        return await showPipeline(runPipeline(recipe, options, cloud), context);
      } finally {
        await pages?.close();
      }
    },
    { projectFile },
  );
}

const selection = ({ from, until, only }: RunFlags): NonNullable<PipelineOptions['steps']> => ({
  ...(from && { from }),
  ...(until && { until }),
  ...(only && { only }),
});

/** Whether the part that was asked for may be billed, as far as it is known before anything is done. */
function mayPay({ runFolder = '', until, only }: RunFlags): boolean {
  if (only !== undefined) return only !== 'cleanup' && !FREE.includes(only);
  if (until === 'audit' || until === 'prepare' || until === 'validate') return false;
  return !existsSync(join(runFolder, 'comparison.json'));
}

/** Better now than after an hour of preparing. */
async function requireTerminal(what: string, context: CommandContext): Promise<void> {
  if (!context.io.stdin.isTTY || !context.io.stderr.isTTY) await ask(what, context);
}

function report(
  result: PipelineResult,
  { recipe, recipeArgument }: { readonly recipe: Recipe; readonly recipeArgument: string | undefined },
  flags: RunFlags,
  context: CommandContext,
): void {
  const { comparison, gate, folder } = result;
  const place = relative(context.io.cwd, folder) || '.';
  const lines = [
    comparison?.sentence ?? `The run ${recipe.name} is in ${place}.`,
    ...(gate?.checks ?? []).map(
      ({ passed, name, sentence }) => `${passed ? 'passed' : 'failed'}  ${name}: ${sentence}`,
    ),
    ...(result.report === undefined ? [] : [`Report: ${result.report}`]),
  ];
  printResult(result, () => lines.join('\n'), flags.json, context);
  if (gate?.passed === false) context.exitWith(EXIT.checkFailed);
  const suffix = cloudSuffix(flags);
  const named = recipeArgument === undefined ? '' : ` ${recipeArgument}`;
  if (comparison === undefined) printNext(`novatune run${named} --run-folder ${place}${suffix}`, context);
  else printNext(`novatune cost report ${place}${suffix}`, context);
}
