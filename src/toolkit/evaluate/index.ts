export { readAnswer } from './answers/read-answer.ts';
export { compare } from './comparison/compare.ts';
export { compareModels, type NamedScores } from './comparison/compare-models.ts';
export { junitReport } from './comparison/junit-report.ts';
export { comparisonMarkdown } from './comparison/markdown.ts';
export { type GateCheck, type GateOptions, type GateResult, promotionGate } from './comparison/promotion-gate.ts';
export { type EvaluateOptions, evaluate, type GroundTruth } from './evaluate.ts';
export { type GuideResult, type GuideResults, guideResults } from './guide-results.ts';
export { worstOutcomes } from './worst-outcomes.ts';
