import type { Register } from '../command.ts';
import { registerCreate } from './role/create.ts';
import { registerDelete } from './role/delete.ts';
import { registerGet } from './role/get.ts';
import { registerList } from './role/list.ts';

export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune role create --role-name invoices --training-data-uri s3://b/data/ --output-uri s3://b/out/ --dry-run\n  $ novatune role get --role-name invoices --training-data-uri s3://b/data/ --output-uri s3://b/out/ --local',
  );
  registerCreate(
    command.command('create').description('create it, or bring it up to date, with least privilege'),
    context,
  );
  registerGet(
    command.command('get').description('trust, policies and tags of a role, and what it lacks for a job'),
    context,
  );
  registerList(command.command('list').description('roles that novatune has made'), context);
  registerDelete(command.command('delete').description('delete a role and its inline policies'), context);
};
