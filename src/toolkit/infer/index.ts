export { imageFormatOf } from './image-format.ts';
export {
  type InferEvent,
  type InferenceDocument,
  type InferOptions,
  type InferSummary,
  infer,
  predictionKey,
} from './infer.ts';
export { type Asking, checkParity, type Trained } from './parity.ts';
export { openPredictionLog, type PredictionLog, readPredictions } from './prediction-log.ts';
