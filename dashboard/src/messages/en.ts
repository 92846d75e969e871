import type {
  Change,
  ComparisonSummary,
  FactName,
  LossPoint,
  OutcomeStatus,
  RunStatus,
  StepId,
  StepState,
} from '../../../src/studio/api.ts';
import type { Format } from './format.ts';

const steps: Readonly<Record<StepId, string>> = {
  audit: 'Audit labels',
  prepare: 'Prepare',
  validate: 'Validate',
  upload: 'Upload',
  train: 'Train',
  deploy: 'Deploy',
  infer: 'Ask both models',
  evaluate: 'Evaluate',
  report: 'Report',
  cleanup: 'Clean up',
};

const stepStates: Readonly<Record<StepState, string>> = {
  done: 'done',
  active: 'running',
  waiting: 'to do',
  failed: 'failed',
  unwanted: 'left out',
};

const runStatus: Readonly<Record<RunStatus, string>> = {
  finished: 'finished',
  running: 'running',
  failed: 'failed',
  stopped: 'stopped',
};

const facts: Readonly<Record<FactName, string>> = {
  documents: 'documents',
  train: 'train',
  validation: 'validation',
  test: 'test',
  skipped: 'skipped',
  flagged: 'flagged',
  errors: 'errors',
  warnings: 'warnings',
  objects: 'objects',
  status: 'status',
  phase: 'phase',
  firstLoss: 'first loss',
  lastLoss: 'last loss',
  baseAnswers: 'base answers',
  tunedAnswers: 'tuned answers',
  fixed: 'fixed',
  broken: 'broken',
  deleted: 'deleted',
  kept: 'kept',
};

const outcomes: Readonly<Record<OutcomeStatus, string>> = {
  correct: 'correct',
  wrong: 'wrong',
  unreadable: 'unreadable',
  missing: 'no answer',
};

const changes: Readonly<Record<Change, string>> = {
  fixed: 'fixed',
  broken: 'broken',
  bothWrong: 'both wrong',
  bothRight: 'both right',
};

/** States in AWS's words that are worth other words; what is not here is shown as it came. */
const serviceWords: Readonly<Record<string, string>> = {
  InProgress: 'in progress',
  dataProcessing: 'data processing',
};

/** Every word of the dashboard. `zh.ts` has the same keys, which the compiler checks. */
export const en = {
  skipToContent: 'Skip to the content',
  mainNavigation: 'Main',
  runNavigation: 'Pages of this run',
  language: 'Language',
  darkColours: 'Dark colours',
  lightColours: 'Light colours',
  loading: 'Loading …',
  failed: 'That did not work',
  unreachable: 'Studio does not answer. Is `novatune studio` still running?',
  lockedOut: 'This address has no token',
  pageNotFound: 'There is no such page.',
  readOnly: 'read-only',
  readOnlyHint: 'Start with --write to save labels and delete endpoints',
  write: 'may write',
  writeHint: 'Started with --write: labels can be saved and endpoints deleted',
  emulator: 'EMULATOR',
  rehearsal: 'rehearsal',
  rehearsalHint:
    'Trained on the embedded cloud: its small stand-in model is not Nova, and these figures say nothing about Nova.',
  unknown: 'unknown',

  runs: 'Runs',
  run: 'Run',
  status: 'Status',
  accuracy: 'Accuracy with 95 % interval',
  verdict: 'Verdict',
  cost: 'Cost',
  begun: 'Begun',
  base: 'base',
  tuned: 'tuned',
  noVerdict: 'not compared yet',
  noRuns: 'No runs found',
  noRunsHint: (roots: string) =>
    `There is no run folder below ${roots}. Give the folder that holds your runs, or make one:`,
  tasks: { classification: 'classification', extraction: 'extraction' },
  runStatus,
  verdicts: {
    better: 'The tuned model is better',
    worse: 'The tuned model is worse',
    undecided: 'Too few documents to tell',
  },
  verdictSentence: ({ base, tuned, documents, difference, fixed, broken, pValue }: ComparisonSummary, f: Format) =>
    `${f.percent(base.accuracy.value)} → ${f.percent(tuned.accuracy.value)} on ${f.number(documents)} documents (difference ${points(difference.value, f)}, 95 % interval ${points(difference.low, f)} to ${points(difference.high, f)}); ${f.number(fixed)} fixed, ${f.number(broken)} broken, exact McNemar p ${pValue < 0.001 ? '< 0.001' : `= ${f.number(pValue, 3)}`}.`,

  overview: 'Overview',
  data: 'Data',
  review: 'Label review',
  scores: 'Scores',
  flow: 'Flow',
  live: 'live',
  notLive: 'not connected',
  lastChange: 'last change',
  steps,
  stepStates,
  facts,
  serviceWords,
  openReport: 'Open the report',
  loss: 'Training loss',
  noLoss:
    'No loss yet. It is read from the service while a job runs, when studio has a cloud, and kept when the job has ended.',
  liveLoss: 'live from the service',
  trainingLoss: 'training',
  validationLoss: 'validation',
  smoothed: 'smoothed',
  step: 'step',
  epoch: (epoch: number) => `epoch ${epoch}`,
  lossSummary: (first: LossPoint, last: LossPoint, steps: number, f: Format) =>
    `Training loss over ${f.number(steps)} steps, smoothed from ${f.number(first.loss, 3)} to ${f.number(last.loss, 3)}`,
  customizationJob: 'Customization job',
  job: 'Job',
  baseModel: 'Base model',
  customModel: 'Custom model',
  created: 'Created',
  ended: 'Ended',
  account: 'Account',
  artifacts: 'Artifacts',

  outcomes,
  changes,
  endpoints: 'Endpoints',
};

const points = (share: number, f: Format): string =>
  `${share >= 0 ? '+' : '−'}${f.number(Math.abs(share) * 100, 1)} points`;

export type Messages = typeof en;
