import { createInterface } from 'node:readline/promises';
import type { ConnectedCloud } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { announceCloud } from './cloud.ts';

/**
 * Before a paid or destructive call: shows account and region; on AWS asks on a terminal, and fails without `--yes` off one.
 * On the embedded cloud nothing is paid and nothing is asked, unless something is deleted.
 */
export async function confirm(
  what: string,
  options: { readonly yes?: boolean; readonly destructive?: boolean },
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  await announceCloud(cloud, context);
  const { rehearsal } = await cloud.identity(io.signal);
  if (options.yes || (rehearsal && !options.destructive)) return;
  await ask(what, context);
}

/** Asks on a terminal. @throws InputError `confirmation-needed` off one, `not-confirmed` for any other answer than yes. */
export async function ask(what: string, { io }: CommandContext): Promise<void> {
  const { InputError } = await import('../../toolkit/index.ts');
  if (!io.stdin.isTTY || !io.stderr.isTTY) {
    throw new InputError('confirmation-needed', `${what} needs a confirmation, and there is no terminal to ask on.`, {
      remedy: 'Add --yes.',
    });
  }
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await prompt.question(`${what}? [y/N] `, { signal: io.signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
    throw new InputError('not-confirmed', 'Nothing was done.');
  } finally {
    prompt.close();
  }
}
