import { label, labellingPrompts, listImages } from '../../src/toolkit/index.ts';
import { connectTo } from '../support/rehearsal.ts';
import { CLASSES } from './classes.ts';

/** Entry of a process that labels a folder and says on stdout, line by line, what it has been told is labelled. */
async function main(folder: string, journalFile: string, endpoint: string): Promise<void> {
  const first = { modelId: 'us.amazon.nova-lite-v1:0', prompts: labellingPrompts(CLASSES) };
  const options = { task: CLASSES, first, journalFile, concurrency: 4 };
  const cloud = connectTo(endpoint);
  for await (const event of label(await listImages(folder), options, cloud)) {
    if (event.type === 'document-labelled') process.stdout.write(`${event.document}\n`);
  }
  await cloud.close();
}

const [folder = '', journalFile = '', endpoint = ''] = process.argv.slice(2);
await main(folder, journalFile, endpoint);
