export { type JudgeEvent, type JudgeOptions, type JudgePlan, judge, planJudging } from './judge.ts';
export type { JudgeDisagreement, JudgeReport } from './judge-report.ts';
