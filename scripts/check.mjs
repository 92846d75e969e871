// Everything `npm test` stands for after set-up: lint and format, types of the tests, the tests.
import { node } from './run.mjs';

node('checking lint and format (biome)', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
node('checking types of tests and benches (tsc)', 'typescript/bin/tsc', '-p', 'test/tsconfig.json');
node('checking types of the dashboard (tsc)', 'typescript/bin/tsc', '-p', 'dashboard/tsconfig.json');
node('running the tests (vitest)', 'vitest/vitest.mjs', 'run', ...process.argv.slice(2));
