import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ChatFormat, ConvertOptions, Finding, TargetFormat } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

interface ConvertFlags {
  readonly from: ChatFormat;
  readonly to: TargetFormat;
  readonly out: string;
  readonly images?: string;
  readonly bucketName?: string;
  readonly directory: string;
  readonly bucketOwner?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

export function registerConvert(command: Command, context: CommandContext): void {
  command
    .argument('<file>', 'JSON Lines file with one conversation per line')
    .addOption(
      new Option('--from <format>', 'what it is')
        .choices(['bedrock', 'openai', 'hf-chat', 'sharegpt'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--to <format>', 'what to make of it').choices(['bedrock', 'openai', 'hf-chat']).default('bedrock'),
    )
    .requiredOption('--out <file>', 'file to write; images go into images/ beside it')
    .option('--images <folder>', 'where the images of paths and addresses are (default: beside the file)')
    .option('--bucket-name <bucket>', 'where the images will be uploaded to')
    .option('--directory <prefix>', 'prefix in the bucket', 'novatune')
    .option('--bucket-owner <account>', '12-digit account id of the bucket')
    .option('--strict', 'exit with 3 when a record was left out')
    .option('--json', 'print JSON')
    .action((file: string, flags: ConvertFlags) => convertFile(file, flags, context));
}

/** Findings printed in full; beyond that they are counted. JSON has them all. */
const MOST_PRINTED = 200;

async function convertFile(file: string, flags: ConvertFlags, context: CommandContext): Promise<void> {
  const { convert, formatFindings } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const progress = createProgress(io);
  const findings: Finding[] = [];
  let found = 0;
  const work = convert(file, { ...convertOptions(flags), signal: io.signal });
  const summary = await drive(work, (event) => {
    if (event.type === 'record-done') progress.update('records', event.done);
    if (event.type !== 'finding') return;
    found += 1;
    if (flags.json) findings.push(event.finding);
    else if (found <= MOST_PRINTED) progress.line(formatFindings([event.finding]).trimEnd());
  });
  progress.end();
  if (!flags.json && found > MOST_PRINTED) progress.line(`… and ${found - MOST_PRINTED} more; --json has them all`);
  const { output, records, converted, leftOut, images } = summary;
  const text = () => `${output}: ${converted} of ${records} records, ${images} images, ${leftOut} left out`;
  printResult({ ...summary, findings }, text, flags.json, context);
  if (flags.strict && leftOut > 0) context.exitWith(EXIT.checkFailed);
  else if (flags.to === 'bedrock') printNext(`novatune dataset validate ${flags.out}`, context);
}

function convertOptions(flags: ConvertFlags): ConvertOptions {
  return {
    from: flags.from,
    to: flags.to,
    output: resolve(flags.out),
    ...(flags.images !== undefined && { images: resolve(flags.images) }),
    ...(flags.bucketName !== undefined && {
      s3: {
        bucket: flags.bucketName,
        prefix: flags.directory,
        ...(flags.bucketOwner !== undefined && { bucketOwner: flags.bucketOwner }),
      },
    }),
  };
}
