import type { JobKind, JobView, StallView } from '../../../src/studio/api.ts';
import type { Format } from './format.ts';

const jobKinds: Readonly<Record<JobKind, string>> = { customization: 'customization', batch: 'batch inference' };

const phases: Readonly<Record<StallView['phase'], string>> = {
  validation: 'validation',
  dataProcessing: 'data processing',
  training: 'training',
};

/** Words about jobs. `zh-jobs.ts` has the same keys. */
export const enJobs = {
  jobs: 'Jobs',
  jobKind: 'Kind',
  jobKinds,
  phases,
  customizationTypes: {
    FINE_TUNING: 'supervised fine-tuning',
    REINFORCEMENT_FINE_TUNING: 'reinforcement fine-tuning',
    DISTILLATION: 'distillation',
  } as Readonly<Record<string, string>>,
  updated: (time: string) => `Updated ${time}`,
  lasted: 'Time',
  noRun: 'none here',
  noJobs: 'No jobs',
  noJobsHint: 'This account has no customization job and no batch inference job in this region. Start one with:',
  noJobsMatch: 'No job passes the filter.',
  noJobsReachable: 'No jobs can be shown',
  cloudHint: 'Studio shows the jobs of the cloud that it is started with:',
  cloudChoices: {
    local: 'the embedded cloud on this machine',
    endpoint: 'another endpoint',
    aws: 'AWS, with your credentials',
  },
  runsWithout: 'Run folders are shown without a cloud as well.',
  newestOnly: (count: number, f: Format) => `Only the newest ${f.number(count)} of each kind are looked at.`,
  shownJobs: (from: number, to: number, total: number, f: Format) =>
    `${f.number(from)}–${f.number(to)} of ${f.number(total)}`,
  newer: 'Newer',
  older: 'Older',
  allJobs: 'All jobs',
  phasesTitle: 'Phases',
  phase: 'Phase',
  inStatusFor: (time: string) => `for ${time}`,
  took: (time: string) => `took ${time}`,
  stalled: 'This job may have stalled',
  stalledHint: ({ phase, status }: StallView, age: string, limit: string) =>
    `The phase “${phases[phase]}” has been ${status === 'NotStarted' ? 'waiting to begin' : 'at work'} for ${age}; more than ${limit} is unusual. Bedrock gives no message for a stalled job. Stop it and submit it again under another name; it leaves no model.`,
  failureTitle: 'What the service says',
  noJobLoss: 'No losses yet: the service writes them while it trains.',
  adviceTitle: 'Advice',
  adviceSource: 'where this comes from',
  adviceText: ({ message, remedy }: JobView['advice'][number], _f: Format) => ({ message, remedy }),
  records: 'Records',
  recordCounts: { processed: 'processed', success: 'answered', error: 'failed' },
  recordsUncounted: 'The service has not counted them yet.',
  recordsHint: 'The service counts a little behind.',
  servedBy: 'What serves its model',
  servesNothing: 'Nothing serves it.',
  noModelYet: 'There is no model yet.',
  noModelLeft: 'It has left no model.',
  hyperparameters: 'Hyperparameters',
  tags: 'Tags',
  trainingData: 'Training data',
  validationData: 'Validation data',
  inputData: 'Input',
  output: 'Output',
  role: 'Role',
  customizationType: 'Method',
  expires: 'Given up at',
  arn: 'ARN',
  stop: 'Stop',
  stopTitle: (name: string) => `Stop ${name}?`,
  stopHint: {
    customization: 'It leaves no model and cannot be resumed. What it has trained so far is billed.',
    batch: 'It cannot be resumed. What it has answered so far is kept, and billed.',
  } as Readonly<Record<JobKind, string>>,
  stopForGood: 'Stop it',
  partsMissing: 'Not everything could be read',
};
