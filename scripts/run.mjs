import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package, whatever the working directory. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Says what it does, does it, and ends the process with the command's own status when it fails. */
export function run(what, command, args) {
  process.stderr.write(`novatune: ${what}\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) process.stderr.write(`novatune: could not start ${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

/** A program of an installed package, by the path of its script: no shell, no PATH. */
export const node = (what, script, ...args) =>
  run(what, process.execPath, [join(ROOT, 'node_modules', script), ...args]);
