import type {
  Change,
  ComparisonSummary,
  Cost,
  FactName,
  LossPoint,
  OutcomeStatus,
  RunStatus,
  StepId,
  StepState,
} from '../../../src/studio/api.ts';
import { enJobs } from './en-jobs.ts';
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
  NotStarted: 'not started',
  PartiallyCompleted: 'partially completed',
  dataProcessing: 'data processing',
};

const SIGNIFICANCE = { mcnemar: 'exact McNemar', 'group-signs': 'permutation over groups' };

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
  readOnlyHint: 'Start with --write to save labels, stop jobs and delete endpoints',
  write: 'may write',
  writeHint: 'Started with --write: labels can be saved, jobs stopped and endpoints deleted',
  emulator: 'EMULATOR',
  rehearsal: 'rehearsal',
  rehearsalHint:
    'Trained on the embedded cloud: its small stand-in model is not Nova, and these figures say nothing about Nova.',
  noCloud: 'no cloud',
  onAws: 'what AWS would ask',
  costRange: ({ low, high, complete, currency }: Cost, f: Format) => {
    const [from, to] = [f.smallMoney(low, currency), f.smallMoney(high, currency)];
    if (!complete) return `at least ${from}`;
    return from === to ? from : `${from} to ${to}`;
  },

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
  verdictSentence: (
    { base, tuned, documents, difference, fixed, broken, pValue, test, groups }: ComparisonSummary,
    f: Format,
  ) =>
    `${f.percent(base.accuracy.value)} → ${f.percent(tuned.accuracy.value)} on ${f.number(documents)} documents${groups === undefined ? '' : ` in ${f.number(groups)} groups`} (difference ${points(difference.value, f)}, 95 % interval ${points(difference.low, f)} to ${points(difference.high, f)}); ${f.number(fixed)} fixed, ${f.number(broken)} broken, ${SIGNIFICANCE[test ?? 'mcnemar']} p ${pValue < 0.001 ? '< 0.001' : `= ${f.number(pValue, 3)}`}.`,

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
  gateClosed: (allowed: number, f: Format) => `More labels are flagged than the ${f.percent(allowed)} allowed.`,
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
    `Training loss over ${f.number(steps)} steps, from ${f.number(first.loss, 3)} to ${f.number(last.loss, 3)}`,
  customizationJob: 'Customization job',
  job: 'Job',
  baseModel: 'Base model',
  customModel: 'Custom model',
  created: 'Created',
  ended: 'Ended',
  account: 'Account',
  artifacts: 'Artifacts',

  noDocuments: 'There are no documents to show yet: they come with the steps “prepare” and “audit labels”.',
  noPicture: 'no image',
  noLabel: 'no label',
  filters: 'Filters',
  clearFilters: 'Clear filters',
  all: 'all',
  split: 'Split',
  splits: { train: 'train', validation: 'validation', test: 'test' },
  label: 'Label',
  proposed: 'Proposed',
  finding: 'Finding',
  findings: 'Findings',
  severities: { error: 'error', warning: 'warning', info: 'note' },
  outcome: 'Outcome',
  group: 'Group',
  image: 'Image',
  search: 'Search',
  searchHint: 'id, label or answer',
  documentsShown: (count: number, f: Format) => (count === 1 ? '1 document' : `${f.number(count)} documents`),
  findingsCount: (count: number) => (count === 1 ? '1 finding' : `${count} findings`),
  openDocument: (id: string) => `Open ${id}`,
  close: 'Close',
  next: 'next',
  previous: 'previous',
  baseAnswer: 'Base model',
  tunedAnswer: 'Tuned model',
  similarity: 'similarity',

  shownDocuments: 'Documents shown',
  withProposal: (count: number, f: Format) => `with a proposal (${f.number(count)})`,
  allDocuments: (count: number, f: Format) => `all (${f.number(count)})`,
  reviewed: (count: number, f: Format) => `${f.number(count)} looked at; nothing is written until you save`,
  acceptAll: 'Use all proposals',
  discardEdits: 'Discard',
  saveCsv: 'Save as new CSV',
  downloadCsv: 'Download as CSV',
  saved: (changed: number, rows: number, f: Format) =>
    `${f.number(changed)} labels changed, ${f.number(rows)} rows written to a new file`,
  decisions: { kept: 'kept', changed: 'changed' },
  correctLabel: 'Corrected label',
  takeLabel: 'use this label',
  takeProposal: 'use the proposal',
  keepLabel: 'keep as it is',
  editLabel: 'edit',

  noScores: 'There are no scores yet: they come with the step “evaluate”.',
  measuresTitle: 'Measures',
  measure: 'Measure',
  measures: {
    accuracy: 'Accuracy',
    groupedAccuracy: 'Accuracy, interval by groups',
    balancedAccuracy: 'Balanced accuracy',
    macroF1: 'F1, mean over classes',
    weightedF1: 'F1, weighted by documents',
    kappa: 'Cohen’s kappa',
    mcc: 'Matthews correlation',
    exactMatch: 'Exact match',
    sameCompany: 'Same company',
    similarity: 'Similarity',
    cer: 'Character error rate',
    anls: 'ANLS',
    unreadable: 'Unreadable answers',
    missing: 'No answer',
    latency: 'Latency, median / 95th percentile',
    tokens: 'Tokens, in + out',
    cost: 'Cost',
  },
  models: { base: 'Base model', tuned: 'Tuned model' },
  model: 'Model',
  confusion: 'Confusion matrix',
  confusionHint: 'Rows are truths, columns answers. Choose a cell to see its documents below.',
  cell: (truth: string, predicted: string, count: number, f: Format) =>
    `${truth} answered as ${predicted}: ${f.number(count)}`,
  answers: 'Documents with both answers',
  truth: 'Truth',
  classes: 'Classes',
  class: 'Class',
  support: 'Documents',
  recall: 'Recall',
  precision: 'Precision',
  fields: 'Fields',
  field: 'Field',
  normalized: 'Normalised match',

  outcomes,
  changes,
  ...enJobs,
  endpoints: 'Endpoints',
  nothingBills: 'Nothing bills',
  noEndpoints: 'This account has no provisioned throughput and no deployment in this region.',
  billsNow: (price: string) => `Provisioned throughput bills ${price} an hour now.`,
  wouldBill: (price: string) =>
    `On AWS this provisioned throughput would bill ${price} an hour. The emulator bills nothing.`,
  perHour: 'an hour',
  perToken: 'nothing while idle, per token when asked',
  priceUnknown: 'bills by the hour; its price is unknown',
  costSoFar: 'Cost so far',
  age: 'Age',
  timeToLive: 'Time to live',
  noDeadline: 'none: bills until deleted',
  modelUnits: 'Model units',
  commitment: 'Commitment',
  kinds: { throughput: 'provisioned throughput', deployment: 'deployment' },
  madeBy: (run: string | undefined) => (run === undefined ? 'by novatune' : `run ${run}`),
  notOurs: 'not made by novatune',
  delete: 'Delete',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteHint: 'It stops answering at once. The custom model stays.',
  typeName: (name: string) => `Type ${name} to confirm`,
  deleteForGood: 'Delete it',
};

const points = (share: number, f: Format): string =>
  `${share >= 0 ? '+' : '−'}${f.number(Math.abs(share) * 100, 1)} points`;

export type Messages = typeof en;
