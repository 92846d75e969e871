/**
 * How fast is validation, against bare `JSON.parse` over the same lines and against AWS's own validator?
 *
 *   npx tsx bench/validate-speed.ts [--records 20000] [--repetitions 7] [--python python3] [--aws-validator nova_ft_dataset_validator.py]
 *
 * Two sets are drawn: records with a long prompt (about 1.9 KB a line), and with a short one (about 0.3 KB). Parsing is
 * timed over lines that are strings already, and again with reading the file and splitting it; validation always reads
 * the file. All are timed in turn, in the same run, in processor time of all threads, and the ratio is of the fastest
 * times: that is what the load of the machine distorts least. AWS's validator (see `baselines/time_validator.py`) is timed inside its Python, without the start.
 * Prints the growth of the resident set while ten times the records are validated.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtToolkit } from './support/built.ts';
import { printMachine, spread } from './support/figures.ts';

const { values: flags } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    repetitions: { type: 'string', default: '7' },
    python: { type: 'string' },
    'aws-validator': { type: 'string' },
  },
});
const records = Number(flags.records);
const repetitions = Number(flags.repetitions);
const toolkit = await builtToolkit();

const PROMPTS = {
  long: {
    system: `You sort scanned documents into classes and answer with JSON alone. ${'Each class has a name and a description. '.repeat(25)}`,
    task: `Which of the sixteen classes does this page belong to? ${'A letter has a greeting, a form has boxes to fill in; '.repeat(8)}`,
  },
  short: { system: 'You sort documents.', task: 'Which class?' },
} as const;
const ANSWERS = ['letter', 'form', 'email', 'invoice'] as const;

function makeRecord(index: number, { system, task }: (typeof PROMPTS)['long' | 'short']): string {
  const name = Math.imul(index + 1, 0x9e3779b1)
    .toString(16)
    .replace('-', 'f')
    .padStart(16, '0');
  const uri = `s3://my-bucket/pages/images/${name}${index}.png`;
  const image = { image: { format: 'png', source: { s3Location: { uri, bucketOwner: '123456789012' } } } };
  return JSON.stringify({
    schemaVersion: 'bedrock-conversation-2024',
    system: [{ text: system }],
    messages: [
      { role: 'user', content: [image, { text: task }] },
      { role: 'assistant', content: [{ text: JSON.stringify({ type: ANSWERS[index % ANSWERS.length] }) }] },
    ],
  });
}

/** Processor time of the whole process, milliseconds: compiling and collecting garbage on other threads count too. */
async function timed(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

async function validate(path: string): Promise<void> {
  for await (const finding of toolkit.validateFile(path, { model: 'nova-lite' })) {
    if (finding.severity === 'error') throw new Error(finding.message);
  }
}

function timePython(path: string): number[] {
  const script = join(import.meta.dirname, 'baselines', 'time_validator.py');
  const validator = flags['aws-validator'] === undefined ? [] : [flags['aws-validator']];
  const output = execFileSync(flags.python ?? 'python3', [script, path, '3', ...validator], { encoding: 'utf8' });
  return (JSON.parse(output) as number[]).map((seconds) => seconds * 1000);
}

async function compare(name: keyof typeof PROMPTS, folder: string): Promise<void> {
  const path = join(folder, `${name}.jsonl`);
  const lines = Array.from({ length: records }, (_, index) => makeRecord(index, PROMPTS[name]));
  await writeFile(path, `${lines.join('\n')}\n`);
  const times = { parse: [] as number[], read: [] as number[], validate: [] as number[] };
  for (let round = 0; round < repetitions; round++) {
    times.validate.push(await timed(() => validate(path)));
    times.parse.push(await timed(() => lines.forEach((line) => void JSON.parse(line))));
    times.read.push(
      await timed(async () => {
        for (const line of (await readFile(path, 'utf8')).split('\n')) if (line !== '') JSON.parse(line);
      }),
    );
  }
  const fastest = (values: readonly number[]) => Math.min(...values);
  const ratio = (other: readonly number[]) => (fastest(times.validate) / fastest(other)).toFixed(2);
  const say = (text: string) => process.stdout.write(`  ${text}\n`);
  process.stdout.write(`${records} records, ${name} prompt\n`);
  say(
    `validate                    ${spread(times.validate, 0)} ms, the first time ${times.validate[0]?.toFixed(0)} ms`,
  );
  say(`JSON.parse of the lines     ${spread(times.parse, 0)} ms; validation takes ${ratio(times.parse)} × as long`);
  say(`read, split and JSON.parse  ${spread(times.read, 0)} ms; validation takes ${ratio(times.read)} × as long`);
  if (flags.python === undefined && flags['aws-validator'] === undefined) return;
  const python = timePython(path);
  const what = flags['aws-validator'] === undefined ? 'plain Python checks       ' : 'validator of AWS          ';
  say(
    `${what}  ${spread(python, 0)} ms; validation is ${(fastest(python) / fastest(times.validate)).toFixed(1)} × as fast`,
  );
}

/** Growth of the resident set over what it was after one validation, while ten times the records go through. */
async function memory(folder: string): Promise<void> {
  const path = join(folder, 'large.jsonl');
  const lines = Array.from({ length: records * 10 }, (_, index) => makeRecord(index, PROMPTS.short));
  await writeFile(path, `${lines.join('\n')}\n`);
  lines.length = 0;
  await validate(join(folder, 'short.jsonl'));
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  let findings = 0;
  for await (const finding of toolkit.validateFile(path, { model: 'nova-lite' })) {
    findings += 1;
    if (finding.code !== 'row-count-max') throw new Error(finding.message);
  }
  clearInterval(timer);
  process.stdout.write(
    `${records * 10} records: ${findings} finding, resident set grew by ${((most - before) / 1e6).toFixed(0)} MB\n`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'validate-speed-'));
try {
  printMachine();
  await compare('long', folder);
  await compare('short', folder);
  await memory(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
