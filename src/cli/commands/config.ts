import { existsSync } from 'node:fs';
import type { CommandContext, Register } from '../command.ts';
import { type ResolvedSetting, resolveSettings } from '../options/settings.ts';
import { printResult } from '../output.ts';
import { formatTable } from '../render/table.ts';

interface ShowFlags {
  readonly origin?: boolean;
  readonly json?: boolean;
}

/** `novatune config`: what commands go by when no flag says otherwise. */
export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune config show --origin\n  $ novatune config schema > novatune.schema.json',
  );
  command
    .command('show')
    .description('settings by precedence: variable, project file, user file, default; a flag goes before them')
    .option('--origin', 'where each value comes from')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  $ novatune config show\n  $ novatune config show --origin --json')
    .action((flags: ShowFlags) => show(flags, context));
  command
    .command('schema')
    .description('print the JSON Schema of recipes, for editors')
    .addHelpText('after', '\nExamples:\n  $ novatune config schema\n  $ novatune config schema > novatune.schema.json')
    .action(async () => {
      const { recipeJsonSchema } = await import('../../toolkit/index.ts');
      printResult(recipeJsonSchema(), () => '', true, context);
    });
};

async function show(flags: ShowFlags, context: CommandContext): Promise<void> {
  const { settings, projectFile, userFile } = await resolveSettings({}, context);
  const shown = settings.map(({ name, value, origin, fallback }) => ({
    name,
    value: value ?? null,
    ...(value === undefined && { default: fallback }),
    ...((flags.origin || flags.json) && { origin }),
  }));
  const files = { project: projectFile ?? null, user: existsSync(userFile) ? userFile : null };
  const text = () =>
    [
      formatTable(
        flags.origin ? ['setting', 'value', 'origin'] : ['setting', 'value'],
        settings.map((setting) => row(setting, flags.origin === true)),
      ),
      '',
      `project file: ${projectFile ?? 'none (novatune.yaml here or in a parent folder)'}`,
      `user file: ${existsSync(userFile) ? userFile : `none (${userFile})`}`,
    ].join('\n');
  printResult({ settings: shown, files }, text, flags.json, context);
}

const row = ({ name, value, origin, fallback }: ResolvedSetting, withOrigin: boolean): string[] => [
  name,
  value === undefined ? `(${fallback})` : String(value),
  ...(withOrigin ? [origin] : []),
];
