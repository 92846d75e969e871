import { CloudError } from '../errors.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import type { Cloud, CloudIdentity } from '../ports/cloud.ts';
import type { OfferedModel } from '../ports/model-catalogue.ts';
import type { RoleState } from '../ports/role-manager.ts';
import type { DoctorInput, DoctorOptions } from './input.ts';
import { inputOfRequest } from './request-input.ts';
import { readTrainingData, type TrainingDataLook } from './training-data.ts';

/** A role as it is named, and as it is when the account has one of that name. */
export interface RoleLook {
  readonly arn: string;
  /** 12 digits; undefined when the text is no role ARN. */
  readonly account: string | undefined;
  readonly name: string;
  /** Only of the caller's own account. */
  readonly state: RoleState | undefined;
}

export interface BucketLook {
  /** Undefined when there is no such bucket, or it is someone else's. */
  readonly region: string | undefined;
  /** It exists, and the caller may not look at it. */
  readonly foreign: boolean;
}

/** What checks look at. Each thing is asked for once, whoever asks first. */
export interface Facts {
  readonly input: DoctorInput;
  readonly options: DoctorOptions;
  readonly cloud: Cloud;
  readonly signal: AbortSignal;
  identity(): Promise<CloudIdentity>;
  /** Undefined when no role is named. */
  role(): Promise<RoleLook | undefined>;
  bucket(name: string): Promise<BucketLook>;
  /** Buckets that the input names, each once. */
  readonly buckets: readonly string[];
  models(): Promise<readonly OfferedModel[]>;
  /** Undefined when no training file is named, or it is not there. */
  trainingData(): Promise<TrainingDataLook | undefined>;
}

export function gatherFacts(given: DoctorInput, options: DoctorOptions, cloud: Cloud, signal: AbortSignal): Facts {
  const input = { ...inputOfRequest(given.request), ...given };
  const uris = [input.trainingDataUri, input.validationDataUri, input.outputUri];
  const named = uris.flatMap((uri) => (uri === undefined ? [] : (parseS3Uri(uri)?.bucket ?? [])));
  const bucketLooks = new Map<string, Promise<BucketLook>>();
  const identity = once(() => cloud.identity(signal));
  return {
    input,
    options,
    cloud,
    signal,
    identity,
    role: once(async () => {
      const { roleArn } = input;
      return roleArn === undefined ? undefined : lookAtRole(roleArn, (await identity()).accountId, cloud, signal);
    }),
    bucket: (name) => {
      const look = bucketLooks.get(name) ?? lookAtBucket(name, cloud, signal);
      bucketLooks.set(name, look);
      return look;
    },
    buckets: [...new Set(named)],
    models: once(() => cloud.catalogue.models(signal)),
    trainingData: once(() => readTrainingData(input, options, cloud, signal)),
  };
}

async function lookAtRole(arn: string, ownAccount: string, cloud: Cloud, signal: AbortSignal): Promise<RoleLook> {
  const [, account, path = ''] = /^arn:aws[^:]*:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  const state = account === ownAccount && name !== '' ? await cloud.roles.get(name, signal) : undefined;
  return { arn, account, name, state };
}

async function lookAtBucket(name: string, cloud: Cloud, signal: AbortSignal): Promise<BucketLook> {
  try {
    return { region: await cloud.objects.bucketRegion(name, signal), foreign: false };
  } catch (error) {
    if (error instanceof CloudError && error.code === 'access-denied') return { region: undefined, foreign: true };
    throw error;
  }
}

/** A failure is kept as well: every check that needs the thing meets the same one. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
