import type { Command } from 'commander';
import type { ConnectedCloud, CreationEvent, CreationPlan } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { keepJobDetails, requireDetailsFile } from '../../job-details-file.ts';
import { addCloudOptions, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { formatSeconds } from '../../render/progress.ts';
import { requireJobBudget } from './budget.ts';
import { addJobFlags, addMethodFlags, addSubmitFlags, type CreateFlags } from './create-flags.ts';
import { jobInput } from './create-input.ts';
import { addWatching, watchJob } from './watch.ts';

export function registerCreate(command: Command, context: CommandContext): void {
  addWatching(addSubmitFlags(addMethodFlags(addJobFlags(addCloudOptions(command)))))
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune job create --job-name invoices-1 --training-data-uri s3://b/data/train.jsonl --validation-split 0.1 --output-uri s3://b/out/ --create-role --output-file job.json\n  $ novatune job create --job-name small-1 --method distillation --teacher-model us.amazon.nova-premier-v1:0 --training-data-uri s3://b/prompts.jsonl --output-uri s3://b/out/ --role-arn arn:aws:iam::111122223333:role/r --dry-run',
    )
    .action((flags: CreateFlags) => create(flags, context));
}

async function create(flags: CreateFlags, context: CommandContext): Promise<void> {
  const input = await jobInput(flags);
  const { signal } = context.io;
  await withCloud(flags, context, async (cloud) => {
    const { performCreation, planCreation, toJobDetails, toJobInput } = await import('../../../toolkit/index.ts');
    const { outputFile } = flags;
    if (outputFile !== undefined && !flags.dryRun) await requireDetailsFile(outputFile, flags.jobName);
    const options = { check: !flags.skipS3Check, checkMedia: flags.checkMedia ?? false, signal };
    const plan = await planCreation(input, cloud, options);
    await printPlan(plan, flags.dryRun === true, context);
    if (flags.dryRun) {
      context.io.stdout.write(`${JSON.stringify(toJobInput(plan.request), null, 2)}\n`);
      return;
    }
    await requireJobBudget(plan, flags, cloud, context);
    const what = `Start the customization job ${flags.jobName} (training tokens are billed)`;
    await confirm(what, flags.yes ? { yes: true } : {}, cloud, context);
    const work = performCreation(plan, cloud, { signal });
    const details = await drive(work, (event) => showEvent(event, context));
    // Before anything else can fail: a job that is paid for must not be lost.
    if (outputFile !== undefined) await keepJobDetails(outputFile, details);
    const jobArn = details.job_arn;
    if (flags.wait) return watchJob(jobArn, flags, cloud, context);
    const seen = await describeIfPossible(jobArn, cloud, context);
    const known = seen ? toJobDetails(seen) : details;
    if (outputFile !== undefined) await keepJobDetails(outputFile, known);
    printResult(known, () => jobArn, flags.json, context);
    printNext(`novatune job watch --job-arn ${jobArn}`, context);
  });
}

/** What will happen beside the request, and what was noticed. */
async function printPlan(plan: CreationPlan, isDryRun: boolean, { io }: CommandContext): Promise<void> {
  const { formatFindings } = await import('../../../toolkit/index.ts');
  const line = (text: string) => io.stderr.write(`${text}\n`);
  if (plan.findings.length > 0) io.stderr.write(formatFindings(plan.findings));
  for (const { name, value, reason } of plan.advice) line(`${name} ${value}: ${reason}`);
  const verb = isDryRun ? 'would be' : 'will be';
  if (plan.split) {
    const { trainRows, validationRows, trainingDataUri, validationDataUri, copies } = plan.split;
    line(`${trainRows} rows ${verb} written to ${trainingDataUri}, ${validationRows} to ${validationDataUri}`);
    if (copies > 0) line(`${copies} rows are copies of others; copies stay on one side`);
  }
  if (plan.role) line(`role ${plan.role.name} ${verb} created or extended`);
}

function showEvent(event: CreationEvent, { io }: CommandContext): void {
  const line = (text: string) => io.stderr.write(`${text}\n`);
  switch (event.type) {
    case 'split-written':
      return void line(`split ${event.split.sourceUri}, which stays as it is`);
    case 'role-ready':
      return void line(`role ${event.roleArn} ${event.created ? 'created' : 'brought up to date'}`);
    case 'role-not-ready':
      return void line(`the role cannot be assumed yet, trying again in ${formatSeconds(event.delay / 1000)}`);
    case 'job-submitted':
      return void line(`job ${event.details.job_arn}`);
  }
}

/** A look that may fail: the job is known without it. */
async function describeIfPossible(jobArn: string, cloud: ConnectedCloud, { io }: CommandContext) {
  try {
    return await cloud.customizer.describe(jobArn, io.signal);
  } catch (error) {
    const { CloudError } = await import('../../../toolkit/index.ts');
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}
