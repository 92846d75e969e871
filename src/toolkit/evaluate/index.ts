export { proportion } from '../lib/wilson.ts';
export { compare } from './compare.ts';
export { evaluate, type GroundTruth } from './evaluate.ts';
export { matchClass, readAnswer } from './read-answer.ts';
export { mcnemarExact } from './statistics/mcnemar.ts';
export { type PairedCounts, pairedDifference } from './statistics/paired-difference.ts';
