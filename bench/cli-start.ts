/**
 * How long does `novatune --help` take, against Node starting and doing nothing? The two in turn, whole processes.
 *
 *   npx tsx bench/cli-start.ts [--runs 15] [--limit 1.5] [-- job --help]
 *
 * Prints wall-clock times and the ratio pair by pair; ends with 1 when the median ratio is above the limit.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './support/built.ts';
import { median, printMachine, spread } from './support/figures.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '15' }, limit: { type: 'string', default: '1.5' } },
});
const words = positionals.length > 0 ? positionals : ['--help'];

function milliseconds(args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - started;
}

const help = () => milliseconds([path.join(ROOT, 'dist/cli/main.js'), ...words]);
const bare = () => milliseconds(['-e', '0']);

printMachine();
help();
bare();
const pairs = Array.from({ length: Number(flags.runs) }, () => ({ help: help(), bare: bare() }));
const ratios = pairs.map((pair) => pair.help / pair.bare);
process.stdout.write(
  `novatune ${words.join(' ')}  ${spread(
    pairs.map((pair) => pair.help),
    0,
  )} ms\n`,
);
process.stdout.write(
  `node -e 0  ${spread(
    pairs.map((pair) => pair.bare),
    0,
  )} ms\n`,
);
process.stdout.write(`ratio ${spread(ratios)}, limit ${flags.limit}\n`);
process.exitCode = median(ratios) <= Number(flags.limit) ? 0 : 1;
