import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, announceCloud, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

interface UploadFlags extends CloudFlags {
  readonly createBucket?: boolean;
  readonly json?: boolean;
}

export function registerUpload(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .argument('<folder>', 'data set folder')
    .option('--create-bucket', 'create the bucket, private, when it does not exist')
    .option('--json', 'print JSON')
    .action((folder: string, flags: UploadFlags) => upload(folder, flags, context));
}

function upload(folder: string, flags: UploadFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { readDataset, runTags, upload: uploadDataset } = await import('../../../toolkit/index.ts');
    await announceCloud(cloud, context);
    const dataset = await readDataset(resolve(folder));
    const progress = createProgress(context.io);
    const options = {
      signal: context.io.signal,
      ...(flags.createBucket && { createBucket: true, tags: runTags(dataset.manifest.name) }),
    };
    const uploaded = await drive(uploadDataset(dataset, options, cloud), (event) => {
      if (event.type === 'object-done') progress.update('objects', event.done, event.objects);
    });
    progress.end();
    printResult(uploaded, () => uploaded.trainingDataUri, flags.json, context);
    printNext(
      `novatune job create --training-data-uri ${uploaded.trainingDataUri} --output-uri ${uploaded.outputUri} …`,
      context,
    );
  });
}
