import { readFile } from 'node:fs/promises';
import { imageFolder, type PrepareOptions, prepare } from '../../src/toolkit/prepare/index.ts';

/** What {@link main} is told, as a JSON file named by its only argument. */
export interface ProcessTask {
  readonly images: string;
  readonly options: PrepareOptions;
  /** The process kills itself at this event; with a number, at the nth one of its kind. */
  readonly dieAt?: { readonly event: string; readonly nth: number };
}

/** Entry of a process that prepares one data set. Prints a line for each document, with what happened to it. */
async function main(file: string): Promise<void> {
  const { images, options, dieAt } = JSON.parse(await readFile(file, 'utf8')) as ProcessTask;
  let seen = 0;
  const work = prepare(imageFolder(images), options);
  for (;;) {
    const next = await work.next();
    if (next.done) break;
    if (next.value.type === 'document-done') process.stdout.write(`${next.value.outcome}\n`);
    if (next.value.type === dieAt?.event) seen += 1;
    if (dieAt !== undefined && seen === dieAt.nth) process.kill(process.pid, 'SIGKILL');
  }
}

await main(process.argv[2] ?? '');
