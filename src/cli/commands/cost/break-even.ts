import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { InferenceTokens } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { describeBreakEven } from '../../render/cost.ts';
import { addCostOptions, type CostFlags, pricesOf } from './price-options.ts';

interface BreakEvenFlags extends CostFlags {
  readonly baseModel: string;
  readonly predictions?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly modelUnits?: number;
  readonly documentsPerDay?: number;
}

export function registerBreakEven(command: Command, context: CommandContext): void {
  addCostOptions(command)
    .requiredOption('--base-model <model>', 'base model of the custom model')
    .option('--predictions <file>', 'take the tokens that were really counted')
    .option('--input-tokens <n>', 'tokens of a document with its prompts', realNumber(1, 1e6))
    .option('--output-tokens <n>', 'tokens of an answer', realNumber(0, 1e6))
    .option('--model-units <n>', 'model units (default: 1)', wholeNumber(1))
    .option('--documents-per-day <n>', 'say which one is cheaper for so many', wholeNumber(1))
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune cost break-even --base-model nova-2-lite --predictions runs/scans/predictions/tuned.jsonl\n  $ novatune cost break-even --base-model nova-2-lite --input-tokens 1900 --output-tokens 12',
    )
    .action((flags: BreakEvenFlags) => showBreakEven(flags, context));
}

async function showBreakEven(flags: BreakEvenFlags, context: CommandContext): Promise<void> {
  const toolkit = await import('../../../toolkit/index.ts');
  const { baseModel, modelUnits, documentsPerDay } = flags;
  const tokens = await tokensOf(flags, context);
  const prices = await pricesOf(flags, context);
  const result = toolkit.breakEven(prices, { baseModel, tokens, ...(modelUnits && { modelUnits }) });
  const verdict = documentsPerDay === undefined ? undefined : verdictOf(documentsPerDay, result.documentsPerDay);
  const text = () => [describeBreakEven(result, toolkit), ...(verdict ? [verdict] : [])].join('\n');
  printResult({ baseModel, tokens, ...result, ...(verdict && { verdict }) }, text, flags.json, context);
}

function verdictOf(documents: number, crossing: { readonly low: number; readonly high: number } | undefined): string {
  const at = `${documents.toLocaleString('en-US')} documents a day`;
  if (!crossing) return `${at}: which one is cheaper is unknown`;
  if (documents < crossing.low) return `${at}: on demand is cheaper`;
  return documents >= crossing.high
    ? `${at}: throughput is cheaper, if it can answer so many`
    : `${at}: too close to tell`;
}

async function tokensOf(flags: BreakEvenFlags, { io }: CommandContext): Promise<InferenceTokens> {
  const { askedModels, InputError, readPredictions, tokensPerDocument } = await import('../../../toolkit/index.ts');
  const { predictions, inputTokens, outputTokens } = flags;
  if (predictions === undefined) {
    if (inputTokens !== undefined && outputTokens !== undefined) {
      return {
        input: { low: inputTokens, high: inputTokens },
        output: { low: outputTokens, high: outputTokens },
      };
    }
    throw new InputError('option-invalid', 'Expected --predictions, or --input-tokens and --output-tokens.', {
      remedy: 'Name the file that infer wrote, or what one document takes.',
    });
  }
  const measured = tokensPerDocument(askedModels(await readPredictions(resolve(io.cwd, predictions))));
  if (measured) return measured;
  throw new InputError(
    'predictions-empty',
    `Expected answers with counted tokens in ${predictions}, and there are none.`,
    {
      remedy: 'Check the path, or give --input-tokens and --output-tokens.',
    },
  );
}
