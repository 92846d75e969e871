// Compiles every box and draws the typefaces, when their sources changed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, ROOT, run } from './run.mjs';
import { hashPaths, readStamp, writeStamp } from './stamp.mjs';

const SOURCES = ['src', 'scripts', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json'];
const STAMP = join(ROOT, 'dist', '.built');

const wanted = hashPaths(ROOT, SOURCES);
if (readStamp(STAMP) !== wanted) {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  node('building (tsc -b)', 'typescript/bin/tsc', '-b');
  run('extracting glyph outlines for the sample documents', process.execPath, ['scripts/build-typefaces.mjs']);
  writeStamp(STAMP, wanted);
}
