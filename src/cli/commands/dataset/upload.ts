import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { UploadInspection } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, announceCloud, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { printNext, printResult } from '../../output.ts';
import { formatBytes } from '../../render/bytes.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

interface UploadFlags extends CloudFlags {
  readonly createBucket?: boolean;
  readonly concurrency: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function registerUpload(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .argument('<folder>', 'data set folder')
    .option('--create-bucket', 'create the bucket, private, when it does not exist')
    .option('--concurrency <n>', 'files at once', wholeNumber(1, 64), 8)
    .option('--dry-run', 'print what would be sent; change nothing')
    .option('--json', 'print JSON')
    .action((folder: string, flags: UploadFlags) => upload(folder, flags, context));
}

function upload(folder: string, flags: UploadFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { inspectUpload, readDataset, runTags, upload: uploadDataset } = await import('../../../toolkit/index.ts');
    await announceCloud(cloud, context);
    const dataset = await readDataset(resolve(folder));
    const options = {
      signal: context.io.signal,
      concurrency: flags.concurrency,
      ...(flags.createBucket && { createBucket: true, tags: runTags(dataset.manifest.name) }),
    };
    if (flags.dryRun) {
      const inspection = await inspectUpload(dataset, options, cloud);
      printResult(inspection, () => describeInspection(inspection), flags.json, context);
      return;
    }
    const progress = createProgress(context.io);
    let bytes = 0;
    const uploaded = await drive(uploadDataset(dataset, options, cloud), (event) => {
      if (event.type === 'upload-planned') bytes = event.bytes;
      if (event.type === 'bucket-created') progress.line(`created bucket ${event.bucket} in ${event.region}`);
      if (event.type !== 'object-done') return;
      const size = `${formatBytes(event.bytesDone)} of ${formatBytes(bytes)}`;
      progress.update('objects', event.done, event.objects, size);
    });
    progress.end();
    printResult(uploaded, () => uploaded.trainingDataUri, flags.json, context);
    printNext(
      `novatune job create --training-data-uri ${uploaded.trainingDataUri} --output-uri ${uploaded.outputUri} …`,
      context,
    );
  });
}

/** Objects that the text names; JSON has them all. */
const MOST_NAMED = 10;

function describeInspection({ bucket, missing, bytesMissing, present }: UploadInspection): string {
  const named = missing
    .slice(0, MOST_NAMED)
    .map(({ key, size }) => `  s3://${bucket.bucket}/${key}  ${formatBytes(size)}`);
  return [
    ...(bucket.exists ? [] : [`would create the bucket ${bucket.bucket} in ${bucket.region}, private, TLS only`]),
    `would send ${missing.length} objects, ${formatBytes(bytesMissing)}; ${present} are there already`,
    ...named,
    ...(missing.length > MOST_NAMED ? [`  … and ${missing.length - MOST_NAMED} more; --json has them all`] : []),
    'Nothing was sent.',
  ].join('\n');
}
