import { Argument } from 'commander';
import type { Register } from '../command.ts';
import { COMPLETION_SCRIPTS, INSTALL, SHELLS, type Shell } from '../completion/scripts.ts';

/** `novatune completion <shell>`: what the shell has to read to complete nouns, verbs, flags, their values and paths. */
export const register: Register = (command, { io }) => {
  command
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ novatune completion bash
  $ novatune completion fish > ~/.config/fish/completions/novatune.fish

Install it for good with one line, then open a new shell:
${SHELLS.map((shell) => `  ${shell.padEnd(4)}  ${INSTALL[shell]}`).join('\n')}

The script asks novatune at each Tab, so it stays right after an update.`,
    )
    .action((shell: Shell) => {
      io.stdout.write(COMPLETION_SCRIPTS[shell]);
      if (io.stdout.isTTY) io.stderr.write(`install it with: ${INSTALL[shell]}\n`);
    });
};
