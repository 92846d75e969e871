export { proportion } from '../lib/wilson.ts';
export { matchClass } from './answers/match-class.ts';
export { readAnswer } from './answers/read-answer.ts';
export { compare } from './compare.ts';
export { type EvaluateOptions, evaluate, type GroundTruth } from './evaluate.ts';
export { mcnemarExact } from './statistics/mcnemar.ts';
export { type PairedCounts, pairedDifference } from './statistics/paired-difference.ts';
