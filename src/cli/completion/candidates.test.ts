import { Argument, Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { completionsOf } from './candidates.ts';

function program(): Command {
  const root = new Command('tool').option('--json', 'as JSON');
  const job = root.command('job').summary('jobs');
  job
    .command('list')
    .description('all of them')
    .addOption(new Option('--status <status>', 'only these').choices(['Completed', 'Failed']))
    .addOption(new Option('--secret', 'nobody sees it').hideHelp())
    .option('--tag <key=value>', 'a tag (repeatable)')
    .option('--names <names...>', 'several')
    .option('--out <file>', 'where to')
    .option('--create-role [name]', 'make one')
    .option('--json', 'print JSON');
  job.command('stop').argument('<job>').argument('[details-file]');
  root.command('chart').argument('<sources...>').option('--panels', 'four');
  root.command('shell').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
  root.command('put').argument('<folder>').option('--from <folder>', 'where from');
  return root;
}

const offered = (...words: string[]) => {
  const { candidates, paths } = completionsOf(program(), words);
  const found = candidates.map(({ word }) => word);
  return paths === 'none' ? found : [...found, `(${paths})`];
};

it.each([
  [[''], ['job', 'chart', 'shell', 'put', 'help']],
  [['j'], ['job']],
  [['-'], ['--json', '--help', '--version']],
  [
    ['job', ''],
    ['list', 'stop', 'help'],
  ],
  [['job', 's'], ['stop']],
  [['job', 'list', ''], []],
  [['job', 'list', '--st'], ['--status']],
  [['job', 'list', '--se'], []],
  [
    ['job', 'list', '--status', ''],
    ['Completed', 'Failed'],
  ],
  [['job', 'list', '--status', 'F'], ['Failed']],
  [['job', 'list', '--status=F'], ['--status=Failed']],
  [['job', 'list', '--json=F'], []],
  [['job', 'list', '--status', '=', 'F'], ['Failed']],
  [
    ['job', 'list', '--status', '='],
    ['Completed', 'Failed'],
  ],
  [['job', 'list', '--status', 'Failed', '--st'], []],
  [['job', 'list', '--tag', 'a=b', '--ta'], ['--tag']],
  [['job', 'list', '--tag', 'a', '=', 'b', '--js'], ['--json']],
  [['job', 'list', '--names', 'a', 'b', '--js'], ['--json']],
  [['job', 'list', '--out', ''], ['(files)']],
  [['job', 'list', '--create-role', '--js'], ['--json']],
  [['job', 'list', '--', '--js'], []],
  [['job', 'stop', 'x', ''], ['(files)']],
  [['job', 'stop', 'x', 'y', ''], []],
  [
    ['chart', 'a', 'b', '-'],
    ['--panels', '--help'],
  ],
  [['chart', 'a', 'b', ''], ['(files)']],
  [
    ['shell', ''],
    ['bash', 'zsh'],
  ],
  [['shell', 'bash', ''], []],
  [['put', ''], ['(folders)']],
  [['put', '--from', ''], ['(folders)']],
  [['nonsense', 'job', ''], []],
  [[], ['job', 'chart', 'shell', 'put', 'help']],
])('%j → %j', (words, wanted) => {
  expect(offered(...words)).toEqual(wanted);
});
