/** The child process of `runTrainer`: takes one order, reports by messages, ends with its parent. */
import { open } from 'node:fs/promises';
import { serializeStandIn } from '../artifact.ts';
import { trainStandIn } from '../training/trainer.ts';
import { readExamples } from './example-file.ts';
import type { TrainerMessage, TrainerOrder } from './messages.ts';

process.once('disconnect', () => process.exit(1));
process.once('message', (order: TrainerOrder) => {
  perform(order).then(
    () => process.disconnect(),
    async (error: unknown) => {
      await report(failureOf(error));
      process.exit(1);
    },
  );
});

async function perform({ request, temporaryFile }: TrainerOrder): Promise<void> {
  const { examplesFile, validationFile, hyperparameters } = request;
  const validation = validationFile === undefined ? [] : readExamples(validationFile);
  const training = trainStandIn(readExamples(examplesFile), validation, hyperparameters);
  let next = await training.next();
  while (next.done !== true) {
    await report({ type: 'event', event: next.value });
    next = await training.next();
  }
  const bytes = serializeStandIn(next.value);
  await writeDurably(temporaryFile, bytes);
  await report({ type: 'done', bytes: bytes.length });
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Resolves when the message has left, so that none is lost at exit and none pile up. */
function report(message: TrainerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

function failureOf(error: unknown): TrainerMessage {
  if (!(error instanceof Error)) return { type: 'failed', message: String(error) };
  const { message } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? { type: 'failed', message } : { type: 'failed', message, code };
}
