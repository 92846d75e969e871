// One run of `prepare` in a process of its own, so that its peak memory can be told.
//   node prepare-once.mjs DOOR IMAGES OUT MAX_SIDE FORMAT CONCURRENCY
// Prints one line of JSON: images, seconds, peak memory in bytes. IMAGES is a folder with one folder of images in it.
import { pathToFileURL } from 'node:url';

const [door = '', images = '', folder = '', maxSide, format, concurrency] = process.argv.slice(2);
const { imageFolder, prepare } = await import(pathToFileURL(door).href);
const started = performance.now();
const work = prepare(imageFolder(images), {
  folder,
  name: 'bench',
  task: { kind: 'extraction', field: 'seller', answerFormat: 'text' },
  imageRecipe: { maxSide: Number(maxSide), format },
  s3: { bucket: 'bench-bucket', prefix: 'bench' },
  ...(concurrency !== '0' && { concurrency: Number(concurrency) }),
});
let step = await work.next();
while (!step.done) step = await work.next();
const { documents } = step.value.manifest;
const result = {
  images: documents.length,
  seconds: (performance.now() - started) / 1000,
  peak: process.resourceUsage().maxRSS * 1024,
  bytes: documents.reduce((sum, { bytes }) => sum + bytes, 0),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
