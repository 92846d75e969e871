import type { Register } from '../command.ts';
import { registerCreate } from './monitor/create.ts';
import { registerDelete } from './monitor/delete.ts';
import { registerGet } from './monitor/get.ts';
import { registerList } from './monitor/list.ts';

/** `novatune monitor`: one file per verb in `monitor/`. */
export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune monitor create --model-id invoices --sns-topic arn:aws:sns:us-east-1:111122223333:alarms --latency-p95 10000\n  $ novatune monitor get --model-id invoices --hours 3',
  );
  registerCreate(
    command.command('create').description('alarms for an endpoint and a rule for job states, to your SNS topic'),
    context,
  );
  registerGet(command.command('get').description('states of its alarms and the traffic of the last hours'), context);
  registerList(command.command('list').description('every monitor of the account and region'), context);
  registerDelete(command.command('delete').description('delete its alarms and rule; topic and endpoint stay'), context);
};
