import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCreate } from './create.ts';
import { addDelete } from './delete.ts';
import { type Kind, NOUNS } from './endpoint-flags.ts';
import { addGet } from './get.ts';
import { addList } from './list.ts';
import { addUpdate } from './update.ts';

const EXAMPLES: Readonly<Record<Kind, readonly string[]>> = {
  deployment: [
    'novatune deployment create --name invoices --job-details-file job.json --local',
    'novatune deployment delete --name invoices --local --yes',
  ],
  throughput: [
    'novatune throughput create --name invoices --job-details-file job.json --ttl 2h --local',
    'novatune throughput update --name invoices --ttl 4h --local',
  ],
};

/** Deployments and provisioned throughput have the same verbs; what they cost and a few flags differ. */
export function registerEndpoint(kind: Kind, command: Command, context: CommandContext): void {
  const noun = NOUNS[kind];
  const examples = EXAMPLES[kind].map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', `\nExamples:\n${examples}`);
  addCreate(kind, command.command('create').description(`create a ${noun} and wait until it answers`), context);
  addGet(kind, command.command('get').description(`one ${noun}, and when it is deleted by itself`), context);
  addList(kind, command.command('list').description(`every ${noun} of the account`), context);
  addUpdate(
    kind,
    command
      .command('update')
      .description('point it at another custom model of the same base, or change its time to live'),
    context,
  );
  addDelete(
    kind,
    command.command('delete').description(`delete a ${noun}, its schedule and its role; the model stays`),
    context,
  );
}
