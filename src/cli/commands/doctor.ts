import { basename } from 'node:path';
import type { DoctorInput, DoctorReport } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { addCloudOptions, type CloudFlags, cloudSuffix, withCloud } from '../options/cloud.ts';
import { s3Uri } from '../options/uris.ts';
import { printNext, printResult } from '../output.ts';
import { describeReport } from '../render/doctor.ts';
import { drive } from '../render/drive.ts';
import { createProgress } from '../render/progress.ts';
import { doctorInput, type JobFlags } from './doctor/input.ts';
import { machineFacts } from './doctor/machine.ts';

interface DoctorFlags extends CloudFlags, JobFlags {}

/** `novatune doctor`: what a job depends on, looked at before anything is paid for. */
export const register: Register = (command, context) => {
  addCloudOptions(command)
    .argument('[recipe]', 'recipe file: its model, bucket and names are looked at')
    .option('--base-model <model>', 'nova-micro, nova-lite, nova-pro, nova-2-lite, or an id')
    .option('--training-data-uri <uri>', 's3://bucket/key.jsonl', s3Uri)
    .option('--validation-data-uri <uri>', 's3://bucket/key.jsonl', s3Uri)
    .option('--output-uri <uri>', 's3://bucket/prefix/', s3Uri)
    .option('--role-arn <arn>', 'role that Bedrock is to assume')
    .option('--kms-key <key>', 'key of the custom model: id, ARN or alias/NAME')
    .option('--job-name <name>', 'whether it is free')
    .option('--model-name <name>', 'whether it is free')
    .option('--endpoint-name <name>', 'whether it is free, for a deployment or throughput')
    .option('--dataset <folder>', 'data set folder on this machine')
    .option('--request <file>', 'request of CreateModelCustomizationJob as JSON, e.g. what job create --dry-run prints')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      [
        '',
        'Nothing is submitted, created or paid. Exit code 3 when something will fail.',
        '',
        'Examples:',
        '  $ novatune doctor --profile work',
        '  $ novatune doctor --base-model nova-lite --training-data-uri s3://b/data/train.jsonl --output-uri s3://b/out/ --role-arn arn:aws:iam::111122223333:role/tuning',
        '  $ novatune doctor novatune.yaml --local',
      ].join('\n'),
    )
    .action((recipe: string | undefined, flags: DoctorFlags) => examine(recipe, flags, context));
};

async function examine(recipe: string | undefined, flags: DoctorFlags, context: CommandContext): Promise<void> {
  const { io } = context;
  const input = await doctorInput(recipe, flags, context);
  await withCloud(
    flags,
    context,
    async (cloud) => {
      const { doctor } = await import('../../toolkit/index.ts');
      const progress = createProgress(io);
      let done = 0;
      const work = doctor(input, { machine: machineFacts(context), signal: io.signal }, cloud);
      const report = await drive(work, () => {
        done += 1;
        progress.update('checks', done);
      });
      progress.end();
      printResult(report, () => describeReport(report, context.verbose, io), flags.json, context);
      if (!report.healthy) context.exitWith(EXIT.checkFailed);
      printNext(nextCommand(report, input, recipe, cloudSuffix(flags)), context);
    },
    // What bills is one of the checks.
    { costLine: false },
  );
}

function nextCommand(report: DoctorReport, input: DoctorInput, recipe: string | undefined, suffix: string): string {
  if (!report.healthy) return `novatune doctor${suffix} again, when the errors are mended`;
  if (recipe !== undefined) return `novatune run ${basename(recipe)} --folder runs/…${suffix}`;
  if (input.request !== undefined) return `novatune job create … with the same flags, without --dry-run${suffix}`;
  const { trainingDataUri, outputUri, roleArn, baseModel, jobName = '…' } = input;
  if (trainingDataUri === undefined) return `novatune dataset prepare --help`;
  const model = baseModel === undefined ? '' : ` --base-model ${baseModel}`;
  const role = roleArn === undefined ? ' --create-role' : ` --role-arn ${roleArn}`;
  return `novatune job create --job-name ${jobName}${model} --training-data-uri ${trainingDataUri} --output-uri ${outputUri ?? '…'}${role}${suffix} --dry-run`;
}
