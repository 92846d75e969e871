import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PageReader } from '../../pages/index.ts';
import type { CommandContext } from '../command.ts';

/**
 * Opens a reader of pages that keeps what it has read.
 * @param cacheFolder default: `$NOVATUNE_HOME/pages`, else `$XDG_CACHE_HOME/novatune/pages`, else `~/.cache/novatune/pages`
 */
export async function openPages({ io }: CommandContext, cacheFolder?: string): Promise<PageReader> {
  const { openPageReader } = await import('../../pages/index.ts');
  if (cacheFolder !== undefined) return openPageReader({ cacheFolder: resolve(io.cwd, cacheFolder) });
  const { NOVATUNE_HOME: home, XDG_CACHE_HOME: cache } = io.env;
  const folder = home ? resolve(home, 'pages') : resolve(cache || join(homedir(), '.cache'), 'novatune', 'pages');
  return openPageReader({ cacheFolder: folder });
}
