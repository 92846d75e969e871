import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandContext } from '../command.ts';

/** Where answers of models are kept: `$NOVATUNE_HOME/answers`, else `$XDG_CACHE_HOME/novatune/answers`, else `~/.cache/novatune/answers`. */
export function answersFolder({ io }: CommandContext): string {
  const { NOVATUNE_HOME: home, XDG_CACHE_HOME: cache } = io.env;
  return home ? resolve(home, 'answers') : resolve(cache || join(homedir(), '.cache'), 'novatune', 'answers');
}
