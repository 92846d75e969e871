import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Finding } from '../model/finding.ts';
import { CUSTOMIZATION_REGION, findTrainableModel, type Method, NOVA_MODELS } from '../model/nova.ts';
import type { Cloud } from '../ports/cloud.ts';

export interface PreflightInput {
  readonly baseModel: string;
  /** Default `sft`. */
  readonly method?: Method;
  /** One `.jsonl` object; with `fromLogs`, a prefix. */
  readonly trainingDataUri: string;
  /** The training data are invocation logs. */
  readonly fromLogs?: boolean;
  readonly validationDataUri?: string;
  readonly outputUri: string;
  /** Absent when the role is going to be created. */
  readonly roleArn?: string;
}

const SOURCE = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-submit.html';

/**
 * Predicts what CreateModelCustomizationJob would refuse, without submitting: model id, region, URIs, buckets, role.
 * @returns findings; a severity of `error` means the service will refuse the job.
 */
export async function preflight(
  input: PreflightInput,
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const { region, accountId } = await cloud.identity(signal);
  const findings = [...checkModel(input, region), ...checkRole(input.roleArn, accountId)];
  const files = [
    ...(input.fromLogs ? [] : [input.trainingDataUri]),
    ...(input.validationDataUri ? [input.validationDataUri] : []),
  ];
  for (const uri of files) findings.push(...(await checkDataUri(uri, region, cloud, signal)));
  findings.push(...(await checkOutput(input.outputUri, region, cloud, signal)));
  return findings;
}

async function checkOutput(
  uri: string,
  region: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const { bucket } = requireS3Uri(uri);
  const bucketRegion = await cloud.objects.bucketRegion(bucket, signal);
  if (bucketRegion === region) return [];
  if (bucketRegion === undefined) {
    const remedy = 'Create it, or pass another --output-uri.';
    return [error('output-bucket-missing', uri, `The bucket ${bucket} does not exist.`, remedy)];
  }
  const message = `The output bucket is in ${bucketRegion}, the job would run in ${region}.`;
  return [error('bucket-in-another-region', uri, message, `Name a bucket in ${region}.`)];
}

function* checkModel(input: PreflightInput, region: string): Generator<Finding> {
  const model = findTrainableModel(input.baseModel);
  const id = input.baseModel.replace(/^arn:[^/]*foundation-model\//, '');
  const isCustom = /:custom-model\//.test(input.baseModel);
  if (!isCustom && model?.customizationId !== id) {
    yield error(
      'base-model-not-customizable',
      input.baseModel,
      `Bedrock customizes models by ids with a context suffix; ${JSON.stringify(input.baseModel)} is none of them.`,
      `Use ${model ? model.customizationId : NOVA_MODELS.map(({ customizationId }) => customizationId).join(', ')}.`,
    );
  }
  if (region !== CUSTOMIZATION_REGION) {
    yield error(
      'region-not-supported',
      region,
      `Nova is customized in ${CUSTOMIZATION_REGION} only, the region is ${region}.`,
      `Pass --region ${CUSTOMIZATION_REGION}.`,
    );
  }
  const { method = 'sft' } = input;
  if (model?.methods[method]?.validationFile === false && input.validationDataUri) {
    yield error(
      'validation-file-unsupported',
      input.validationDataUri,
      `${model.name} takes no validation file for the method ${method}.`,
      'Leave --validation-data-uri out.',
    );
  }
}

function* checkRole(roleArn: string | undefined, accountId: string): Generator<Finding> {
  if (roleArn === undefined) return;
  const parts = /^arn:aws[^:]*:iam::(\d{12}):role\/.+$/.exec(roleArn);
  if (!parts) {
    yield error(
      'role-arn-invalid',
      roleArn,
      `Expected a role ARN like arn:aws:iam::${accountId}:role/NAME, got ${JSON.stringify(roleArn)}.`,
      'Copy the ARN from `aws iam get-role`, or use --create-role.',
    );
  } else if (parts[1] !== accountId) {
    yield error(
      'role-of-another-account',
      roleArn,
      `The role belongs to account ${parts[1]}, the caller to ${accountId}: cross-account pass role is not allowed.`,
      'Create a role in the account that submits the job.',
    );
  }
}

async function checkDataUri(
  uri: string,
  region: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  if (!uri.endsWith('.jsonl')) {
    return [
      error(
        'data-uri-not-jsonl',
        uri,
        `Expected one object whose key ends in .jsonl, got ${uri}.`,
        'Name the file itself, not its folder.',
      ),
    ];
  }
  const { bucket, key } = requireS3Uri(uri);
  const bucketRegion = await cloud.objects.bucketRegion(bucket, signal);
  if (bucketRegion === undefined)
    return [error('data-missing', uri, `The bucket ${bucket} does not exist.`, 'Upload the data set first.')];
  if (bucketRegion !== region) {
    // What the bucket holds can be asked in its own region only.
    return [
      error(
        'bucket-in-another-region',
        uri,
        `The bucket is in ${bucketRegion}, the job would run in ${region}.`,
        `Copy the data to a bucket in ${region}.`,
      ),
    ];
  }
  if ((await cloud.objects.head(bucket, key, signal)) !== undefined) return [];
  return [error('data-missing', uri, `There is no object ${key} in ${bucket}.`, 'Upload the data set first.')];
}

const error = (code: string, file: string, message: string, remedy: string): Finding => ({
  code,
  severity: 'error',
  message,
  remedy,
  file,
  source: SOURCE,
});
