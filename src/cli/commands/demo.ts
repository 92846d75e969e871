import { join, resolve } from 'node:path';
import { Option } from 'commander';
import type { Recipe } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { explained } from '../local-cloud.ts';
import { wholeNumber } from '../options/numbers.ts';
import { printResult } from '../output.ts';
import { paintFor } from '../render/colour.ts';
import { showPipeline } from '../render/pipeline.ts';
import { createProgress } from '../render/progress.ts';
import { packageVersion } from '../version.ts';

interface DemoOptions {
  readonly example: 'documents' | 'invoices';
  readonly folder: string;
  readonly perClass: number;
  readonly invoices: number;
  readonly seed: number;
  readonly keep?: boolean;
  readonly onlySamples?: boolean;
  readonly json?: boolean;
}

/** `novatune demo`: sample documents through the whole flow on an embedded cloud that is started for it and ended with it. */
export const register: Register = (command, context) => {
  command
    .addOption(
      new Option('--example <name>', 'documents: 16 classes; invoices: name of the seller')
        .choices(['documents', 'invoices'])
        .default('documents'),
    )
    .option('--folder <folder>', 'where the run is kept; run again with it to go on', 'runs/demo')
    .option('--per-class <n>', 'pages of each class', wholeNumber(3, 500), 5)
    .option('--invoices <n>', 'different invoices, two photos each', wholeNumber(8, 500), 24)
    .option('--seed <n>', 'another set of sample documents', wholeNumber(0), 1)
    .option('--only-samples', 'draw the sample documents into <folder>/<example>/samples, and stop')
    .option('--keep', 'leave everything in the embedded cloud of `novatune local` instead of cleaning up')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune demo\n  $ novatune demo --example invoices --folder runs/invoices\n  $ novatune demo --only-samples --per-class 20 --folder try',
    )
    .action((options: DemoOptions) => demo(options, context));
};

async function demo(options: DemoOptions, context: CommandContext): Promise<void> {
  const { io } = context;
  const startedAt = performance.now();
  const paint = paintFor(io, io.stderr);
  const folder = resolve(io.cwd, options.folder, options.example);
  const samples = join(folder, 'samples');
  if (options.onlySamples) {
    await drawSamples(samples, options, context);
    return printResult({ samples }, () => samples, options.json, context);
  }
  io.stderr.write(
    `${paint.yellow('Rehearsal')}: an embedded cloud on this machine speaks AWS's protocols and trains a small stand-in model. It is not Amazon Nova.\n`,
  );
  await drawSamples(samples, options, context);
  const { connect, runPipeline } = await import('../../toolkit/index.ts');
  const { LOCAL_CREDENTIALS, startLocalCloud } = await import('../../local-cloud/index.ts');
  const local = options.keep ? await kept() : await explained(startLocalCloud({ folder: join(folder, 'cloud') }));
  const cloud = connect({ endpoint: local.url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS });
  try {
    const recipe = await demoRecipe(samples, options);
    const pipeline = { folder: join(folder, 'run'), version: packageVersion(), signal: io.signal };
    const result = await showPipeline(runPipeline(recipe, pipeline, cloud), context);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const text = () => `${result.comparison?.sentence}\nReport: ${result.report}`;
    printResult({ ...result, seconds }, text, options.json, context);
    io.stderr.write(paint.dim(`took ${seconds} s\n`));
  } finally {
    await cloud.close();
    await local.close();
  }
}

/** The user's own embedded cloud, which goes on running. */
async function kept() {
  const { ensureLocalCloud } = await import('../local-cloud.ts');
  const { url } = await ensureLocalCloud();
  return { url, close: async () => {} };
}

async function drawSamples(folder: string, options: DemoOptions, { io }: CommandContext): Promise<void> {
  const { writeClassSamples, writeInvoiceSamples } = await import('../../samples/index.ts');
  const progress = createProgress(io);
  const { seed } = options;
  const work =
    options.example === 'documents'
      ? writeClassSamples(folder, { perClass: options.perClass, seed, signal: io.signal })
      : writeInvoiceSamples(folder, { invoices: options.invoices, photosPerInvoice: 2, seed, signal: io.signal });
  for (;;) {
    const next = await work.next();
    if (next.done) {
      progress.line(`      ${next.value.images} sample images in ${folder}`);
      return;
    }
    progress.update('drawing sample documents', next.value.done, next.value.total);
  }
}

async function demoRecipe(samples: string, options: DemoOptions): Promise<Recipe> {
  const shared = {
    seed: options.seed,
    bucket: 'novatune-demo',
    baseModel: 'nova-lite',
    hyperparameters: { epochCount: 3, learningRate: 1e-4, learningRateWarmupSteps: 0 },
    pollIntervalMs: 500,
    cleanup: options.keep !== true,
  };
  if (options.example === 'invoices') {
    return {
      ...shared,
      name: `demo-invoices-${options.seed}`,
      title: 'Seller names on sample VAT invoices',
      source: {
        kind: 'images-and-csv',
        images: join(samples, 'images'),
        labels: join(samples, 'labels.csv'),
        imageColumn: 'image',
        labelColumn: 'seller',
        groupColumn: 'invoice_number',
      },
      task: { kind: 'extraction', answerFormat: 'text', field: 'seller' },
      split: { validation: { fraction: 0.1 }, test: { fraction: 0.4 } },
    };
  }
  const { rvlCdipClasses } = await import('../../toolkit/index.ts');
  return {
    ...shared,
    name: `demo-documents-${options.seed}`,
    title: 'Document classes of sample pages',
    source: { kind: 'image-folder', folder: samples },
    task: { kind: 'classification', classes: rvlCdipClasses(), answerFormat: 'json', field: 'type' },
    split: { validation: { fraction: 0 }, test: { fraction: 0.4 } },
  };
}
