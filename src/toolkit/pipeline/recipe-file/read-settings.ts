import { readFile } from 'node:fs/promises';
import { InputError } from '../../errors.ts';
import { checkFile } from './check-file.ts';
import type { Environment } from './expand-environment.ts';
import { SETTING_NAMES, SETTINGS_FILE, type Settings } from './settings-schema.ts';

/**
 * Settings of a file. Of a recipe (`project`) the other keys are not looked at; a user's own file may hold nothing else.
 * @throws {InputError} `recipe-unreadable`
 */
export async function readSettings(
  file: string,
  kind: 'project' | 'user',
  environment: Environment = {},
): Promise<Settings> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new InputError('recipe-unreadable', `Could not read ${file}: ${cause.message}`, { cause });
  });
  const { parseFile } = await import('./parse-file.ts');
  const parsed = parseFile(text, environment, kind === 'project' ? SETTING_NAMES : undefined);
  const data = kind === 'project' ? settingsIn(parsed.data) : (parsed.data ?? {});
  return checkFile({ ...parsed, data }, SETTINGS_FILE, {
    file,
    what: kind === 'project' ? 'settings of a project' : 'settings',
    keys: () => SETTING_NAMES,
  });
}

function settingsIn(data: unknown): object {
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  return Object.fromEntries(entries.filter(([name]) => SETTING_NAMES.some((known) => known === name)));
}
