// Makes a fresh clone ready: installs when the lockfile changed, builds when sources changed. Needs Node and npm alone.
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';
import { hashPaths, readStamp, writeStamp } from './stamp.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `novatune: expected Node 20.19 or newer, got ${process.versions.node}. Install a newer Node and run this again.\n`,
  );
  process.exit(4);
}

const STAMP = join(ROOT, 'node_modules', '.novatune-installed');
const wanted = `${hashPaths(ROOT, ['package-lock.json'])} ${process.platform}-${process.arch}`;
if (readStamp(STAMP) !== wanted) {
  run('installing dependencies (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeStamp(STAMP, wanted);
}
await import('./build.mjs');
