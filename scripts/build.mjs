// Compiles every box, draws the typefaces and bundles the dashboard, when their sources changed.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, ROOT, run } from './run.mjs';
import { hashPaths, readStamp, writeStamp } from './stamp.mjs';

const SOURCES = ['src', 'scripts', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json'];
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');

const wanted = hashPaths(ROOT, SOURCES);
if (readStamp(STAMP) !== wanted) {
  emptyDist();
  node('building (tsc -b)', 'typescript/bin/tsc', '-b');
  run('extracting glyph outlines for the sample documents', process.execPath, ['scripts/build-typefaces.mjs']);
  writeStamp(STAMP, wanted);
}
await import('./build-dashboard.mjs');

/** The dashboard has sources and a stamp of its own. */
function emptyDist() {
  if (!existsSync(DIST)) return;
  for (const name of readdirSync(DIST)) {
    if (name !== 'dashboard') rmSync(join(DIST, name), { recursive: true, force: true });
  }
}
