import { FOLDER_IN_USE, type ProcessOptions, STARTED } from './spawn-local-cloud.ts';
import { startLocalCloud } from './start-local-cloud.ts';
import { FolderInUseError } from './state/folder-lock.ts';

/**
 * Entry of a process that is one local cloud. Its only argument is {@link ProcessOptions} as JSON. It tells its parent when it can be
 * reached, goes on without it, and ends on SIGTERM, SIGINT or `POST /_novatune/stop`.
 */
async function main(argument: string | undefined): Promise<void> {
  const options = JSON.parse(argument ?? '{}') as ProcessOptions;
  const end = () => void cloud.close().then(() => process.exit(0));
  const cloud = await startLocalCloud({ ...options, onStop: () => end() });
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.send?.(STARTED);
  if (process.connected) process.disconnect();
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof FolderInUseError ? FOLDER_IN_USE : 1;
  if (process.connected) process.disconnect();
});
