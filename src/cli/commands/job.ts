import type { Register } from '../command.ts';
import { registerCreate } from './job/create.ts';
import { registerGet } from './job/get.ts';
import { registerList } from './job/list.ts';
import { registerMetrics } from './job/metrics.ts';
import { registerStop } from './job/stop.ts';
import { registerWatch } from './job/watch.ts';

export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune job create --job-name invoices-1 --training-data-uri s3://b/data/train.jsonl --validation-split 0.1 --output-uri s3://b/out/ --create-role --dry-run\n  $ novatune job watch --job-details-file job.json --local',
  );
  registerCreate(command.command('create').description('check the data, submit a job and watch it'), context);
  registerGet(command.command('get').description('one job, with the ages of its phases'), context);
  registerWatch(command.command('watch').description('watch a job to its end; Ctrl-C leaves it running'), context);
  registerList(command.command('list').description('jobs of the account, newest first'), context);
  registerStop(command.command('stop').description('stop a job: it leaves no model and cannot be resumed'), context);
  registerMetrics(command.command('metrics').description('loss by step, as far as the job has written it'), context);
};
