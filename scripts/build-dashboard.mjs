// Bundles the dashboard, when its sources changed.
import { join } from 'node:path';
import { node, ROOT } from './run.mjs';
import { hashPaths, readStamp, writeStamp } from './stamp.mjs';

const SOURCES = ['dashboard', 'package-lock.json', 'scripts/build-dashboard.mjs'];
const STAMP = join(ROOT, 'dist', 'dashboard', '.built');

const wanted = hashPaths(ROOT, SOURCES);
if (readStamp(STAMP) !== wanted) {
  node('bundling the dashboard (vite build)', 'vite/bin/vite.js', 'build', 'dashboard');
  writeStamp(STAMP, wanted);
}
