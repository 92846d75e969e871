export { DOCUMENT_CLASSES, drawDocument } from './draw-document.ts';
export { drawInvoice, type InvoiceChoice } from './draw-invoice.ts';
export type { SampleChoice, SampleDocument } from './sample-document.ts';
export {
  type ClassSamplesOptions,
  type InvoiceSamplesOptions,
  type SampleProgress,
  writeClassSamples,
  writeInvoiceSamples,
} from './write-samples.ts';
