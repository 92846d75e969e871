// Draws sample documents beside the recipes of this folder, so that they can be run as they are.
import { fileURLToPath } from 'node:url';
import { writeClassSamples, writeInvoiceSamples } from '../src/samples/index.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

for await (const { done, total } of writeClassSamples(at('document-classes/pages'), { perClass: 6, seed: 1 })) {
  if (done === total) process.stdout.write(`${total} pages in examples/document-classes/pages\n`);
}
for await (const { done, total } of writeInvoiceSamples(at('vat-invoices'), {
  invoices: 20,
  photosPerInvoice: 2,
  seed: 1,
})) {
  if (done === total) process.stdout.write(`${total} photos in examples/vat-invoices/images\n`);
}
