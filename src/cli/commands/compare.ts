import { resolve } from 'node:path';
import type { Comparison, GateOptions, GateResult, ModelComparison } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { realNumber } from '../options/numbers.ts';
import { addTruthOptions } from '../options/truth.ts';
import { printResult } from '../output.ts';
import { paintFor } from '../render/colour.ts';
import { describeComparison } from '../render/comparison.ts';
import { sameBut, writeJson, writeText } from '../write-file.ts';
import { type ModelFlags, readModels } from './compare/read-models.ts';

interface CompareFlags extends ModelFlags {
  readonly out?: string;
  readonly failIfWorse?: boolean;
  readonly minGain?: number;
  readonly maxDrop?: number;
  readonly junit?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  addTruthOptions(
    command
      .argument('[files...]', 'scores or predictions of two or more models, the base first')
      .option('--base <file>', 'scores or predictions of the base model')
      .option('--tuned <file>', 'scores or predictions of the tuned model'),
  )
    .option('--out <file>', 'keep the comparison as JSON')
    .option('--fail-if-worse', `end with exit code ${EXIT.checkFailed} when a model is shown to be worse than the base`)
    .option(
      '--max-drop <points>',
      `end with ${EXIT.checkFailed} unless the 95 % interval of the difference lies above minus these points of accuracy`,
      realNumber(0, 100),
    )
    .option(
      '--min-gain <points>',
      `end with ${EXIT.checkFailed} unless the 95 % interval of the difference lies at or above these points`,
      realNumber(0, 100),
    )
    .option('--junit <file>', 'write JUnit XML: the checks and every document; failures only when a check is lost')
    .option('--markdown <file>', 'write a summary for a pull request')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune compare base.json tuned.json --fail-if-worse --junit compare.xml\n  $ novatune compare base.jsonl tuned-1.jsonl tuned-2.jsonl --dataset data/scans --json',
    )
    .action((files: readonly string[], flags: CompareFlags) => run(files, flags, context));
};

async function run(files: readonly string[], flags: CompareFlags, context: CommandContext): Promise<void> {
  const { compareModels, comparisonMarkdown, junitReport, promotionGate } = await import('../../toolkit/index.ts');
  const models = await readModels(files, flags, context);
  const comparison = compareModels(models);
  const wanted = gateOptions(flags);
  const gates = comparison.pairs.map((pair) => promotionGate(pair, wanted));
  const result = flatten(comparison, gates);
  const at = (file: string) => resolve(context.io.cwd, file);
  if (flags.out !== undefined) await writeJson(at(flags.out), result, sameBut('gate', result));
  if (flags.junit !== undefined) {
    const checked = hasChecks(wanted)
      ? gates
      : comparison.pairs.map((pair) => promotionGate(pair, { failIfWorse: true }));
    await writeText(at(flags.junit), junitReport(models, comparison, checked), (present) =>
      present.includes('<testsuites name="novatune compare"'),
    );
  }
  if (flags.markdown !== undefined) {
    await writeText(at(flags.markdown), comparisonMarkdown(comparison, gates), (present) =>
      /^## \d+ models on \d+ documents\n/.test(present),
    );
  }
  const paint = paintFor(context.io, context.io.stdout);
  printResult(result, () => describeComparison(comparison, gates, paint), flags.json, context);
  if (gates.some(({ passed }) => !passed)) context.exitWith(EXIT.checkFailed);
}

/** Points on the command line, shares in the library. */
const gateOptions = ({ failIfWorse, maxDrop, minGain }: CompareFlags): GateOptions => ({
  ...(failIfWorse && { failIfWorse }),
  ...(maxDrop !== undefined && { maxDrop: maxDrop / 100 }),
  ...(minGain !== undefined && { minGain: minGain / 100 }),
});

const hasChecks = (options: GateOptions): boolean => Object.keys(options).length > 0;

/** Of two models the one comparison also stands at the top, as in a run folder. */
function flatten(
  comparison: ModelComparison,
  gates: readonly GateResult[],
): ModelComparison & Partial<Comparison> & { readonly gate?: unknown } {
  const [only, ...others] = comparison.pairs;
  const { name: _, ...single } = others.length === 0 && only ? only : { name: '' };
  const checks = gates.flatMap(({ checks: all }, index) =>
    all.map((check) => ({ model: comparison.pairs[index]?.name ?? '', ...check })),
  );
  return {
    ...comparison,
    ...single,
    ...(checks.length > 0 && { gate: { passed: checks.every(({ passed }) => passed), checks } }),
  };
}
