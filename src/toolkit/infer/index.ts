export { type AnswerCache, type KeptAnswer, openAnswerCache } from './answer-cache.ts';
export { type InferEvent, infer } from './infer.ts';
export type { AskingOptions, InferenceDocument, InferOptions } from './infer-options.ts';
export type { InferSummary } from './infer-summary.ts';
export { type Asking, checkParity, type Trained } from './parity.ts';
export { predictionKey } from './prediction-key.ts';
export { readPredictions } from './prediction-log.ts';
export { sampleDocuments } from './sample-documents.ts';
