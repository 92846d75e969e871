import type { Command } from 'commander';
import type { RoleNeeds } from '../../../toolkit/index.ts';

/** What a job needs of its role. */
export interface NeedsFlags {
  readonly trainingDataUri?: string[];
  readonly outputUri?: string;
  readonly kmsKey?: string;
  readonly subnetIds?: string[];
  readonly securityGroupIds?: string[];
  readonly graderLambda?: string;
  readonly teacherModel?: string;
}

/** Flags beside `--training-data-uri` and `--output-uri`, which are required for some verbs only. */
export const addNeedsFlags = (command: Command): Command =>
  command
    .option('--kms-key <key>', 'key of the custom model: id, ARN or alias/NAME')
    .option('--subnet-ids <ids...>', 'the job trains in these subnets; needs --security-group-ids')
    .option('--security-group-ids <ids...>', 'and with these security groups')
    .option('--grader-lambda <arn>', 'function that rewards answers (rft)')
    .option('--teacher-model <model>', 'teacher behind an inference profile (distillation)');

/** @throws InputError `option-invalid`. */
export async function roleNeeds(
  flags: NeedsFlags & { readonly trainingDataUri: string[]; readonly outputUri: string },
): Promise<RoleNeeds> {
  const { subnetIds, securityGroupIds, kmsKey, graderLambda, teacherModel } = flags;
  if ((subnetIds === undefined) !== (securityGroupIds === undefined)) {
    const { InputError } = await import('../../../toolkit/index.ts');
    throw new InputError('option-invalid', 'Expected --subnet-ids and --security-group-ids together.');
  }
  return {
    reads: flags.trainingDataUri,
    outputUri: flags.outputUri,
    ...(kmsKey !== undefined && { kmsKey }),
    ...(subnetIds && securityGroupIds && { vpc: { subnetIds, securityGroupIds } }),
    ...(graderLambda !== undefined && { graderLambdaArn: graderLambda }),
    ...(teacherModel !== undefined && { teacherModel }),
  };
}
