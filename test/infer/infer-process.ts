import { infer } from '../../src/toolkit/index.ts';
import { connectTo } from '../support/rehearsal.ts';
import { QUESTION } from './pages.ts';

/** Entry of a process that asks about images and says on stdout, line by line, which documents it has been told are answered. */
const [predictionsFile = '', endpoint = '', ...images] = process.argv.slice(2);
const cloud = connectTo(endpoint);
const documents = images.map((image) => ({ document: image, image }));
for await (const event of infer(documents, { ...QUESTION, concurrency: 4, predictionsFile }, cloud)) {
  if (event.type === 'document-answered') process.stdout.write(`${event.prediction.document}\n`);
}
await cloud.close();
