import type { CommandEntry } from './command.ts';

/** Every command, in the order of the flow. A new one is one file in `commands/` and one line here. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'run the whole flow on sample documents and the embedded cloud',
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'init',
    summary: 'write a commented recipe to begin with',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'config',
    summary: 'settings and where they come from; the schema of recipes',
    load: () => import('./commands/config.ts'),
  },
  {
    name: 'dataset',
    summary: 'prepare, validate and upload documents with labels',
    load: () => import('./commands/dataset.ts'),
  },
  { name: 'role', summary: 'the role that lets Bedrock read training data', load: () => import('./commands/role.ts') },
  { name: 'job', summary: 'customization jobs: create, watch, stop', load: () => import('./commands/job.ts') },
  {
    name: 'chart',
    summary: 'loss curves of one or several trainings, with advice',
    load: () => import('./commands/chart.ts'),
  },
  { name: 'model', summary: 'custom models: list, get, delete', load: () => import('./commands/model.ts') },
  {
    name: 'deployment',
    summary: 'on-demand deployments of custom models',
    load: () => import('./commands/deployment.ts'),
  },
  {
    name: 'throughput',
    summary: 'provisioned throughput (bills per hour)',
    load: () => import('./commands/throughput.ts'),
  },
  {
    name: 'infer',
    summary: 'ask a model about one image, a folder or a data set',
    load: () => import('./commands/infer.ts'),
  },
  {
    name: 'batch',
    summary: 'ask a base model about many documents in one job, at half the price',
    load: () => import('./commands/batch.ts'),
  },
  { name: 'evaluate', summary: 'predictions and ground truth → scores', load: () => import('./commands/evaluate.ts') },
  {
    name: 'compare',
    summary: 'two or more models on the same documents → verdict',
    load: () => import('./commands/compare.ts'),
  },
  { name: 'report', summary: 'one page about a run, to read and to share', load: () => import('./commands/report.ts') },
  {
    name: 'cost',
    summary: 'estimates, reports, prices, break-even',
    load: () => import('./commands/cost.ts'),
  },
  {
    name: 'monitor',
    summary: 'alarms and traffic of an endpoint, and job states to a topic',
    load: () => import('./commands/monitor.ts'),
  },
  { name: 'run', summary: 'a whole run over one folder, resumable', load: () => import('./commands/run.ts') },
  {
    name: 'studio',
    summary: 'a dashboard over runs and what bills, on this machine',
    load: () => import('./commands/studio.ts'),
  },
  { name: 'cleanup', summary: 'find and delete everything novatune made', load: () => import('./commands/cleanup.ts') },
  {
    name: 'doctor',
    summary: 'predict what will fail, without submitting anything',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'local',
    summary: 'the embedded cloud: start, stop, status, reset',
    load: () => import('./commands/local.ts'),
  },
  {
    name: 'completion',
    summary: 'completion of commands and flags for bash, zsh and fish',
    load: () => import('./commands/completion.ts'),
  },
];
