import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { printNext, printResult } from '../../output.ts';
import { addWhichJob, findJob, type WhichJobFlags } from './which-job.ts';

interface StopFlags extends CloudFlags, WhichJobFlags {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function registerStop(command: Command, context: CommandContext): void {
  addWhichJob(addCloudOptions(command))
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: StopFlags) => stop(flags, context));
}

function stop(flags: StopFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { jobArn, jobName, status } = await findJob(flags, cloud, context);
    await confirm(
      `Stop the job ${jobName} (${status}): it leaves no model and cannot be resumed`,
      { ...(flags.yes && { yes: true }), destructive: true },
      cloud,
      context,
    );
    await cloud.customizer.stop(jobArn, context.io.signal);
    printResult({ stopping: jobArn }, () => `stopping ${jobArn}`, flags.json, context);
    printNext(`novatune job watch --job-arn ${jobArn}`, context);
  });
}
