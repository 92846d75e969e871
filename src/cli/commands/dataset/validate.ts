import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Severity } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';

interface ValidateFlags {
  readonly baseModel: string;
  readonly json?: boolean;
}

export function registerValidate(command: Command, context: CommandContext): void {
  command
    .argument('<path>', 'data set folder, or a .jsonl file')
    .option('--base-model <model>', 'rules of this model', 'nova-lite')
    .option('--json', 'print JSON')
    .action((path: string, flags: ValidateFlags) => validate(path, flags, context));
}

/** Findings printed in full; beyond that they are counted. JSON has them all. */
const MOST_PRINTED = 200;

async function validate(path: string, flags: ValidateFlags, context: CommandContext): Promise<void> {
  const {
    formatFindings,
    readDataset,
    validate: validateDataset,
    validateFile,
  } = await import('../../../toolkit/index.ts');
  const { signal } = context.io;
  const { findings, records } = path.endsWith('.jsonl')
    ? await collectFindings(validateFile(path, { model: flags.baseModel, signal }))
    : await drive(validateDataset(await readDataset(resolve(path)), { model: flags.baseModel, signal }), () => {});
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const text = () =>
    [
      ...(findings.length > 0 ? [formatFindings(findings.slice(0, MOST_PRINTED))] : []),
      ...(findings.length > MOST_PRINTED ? [`… and ${findings.length - MOST_PRINTED} more; --json has them all`] : []),
      `${records} records, ${count('error')} errors, ${count('warning')} warnings`,
    ].join('\n');
  printResult({ records, findings }, text, flags.json, context);
  if (count('error') > 0) context.exitWith(EXIT.checkFailed);
  else printNext(`novatune dataset upload ${path}`, context);
}

async function collectFindings<Finding>(work: AsyncGenerator<Finding, { readonly records: number }>) {
  const findings: Finding[] = [];
  const { records } = await drive(work, (finding) => findings.push(finding));
  return { findings, records };
}
