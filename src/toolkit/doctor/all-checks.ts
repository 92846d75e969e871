import type { Check } from './check.ts';
import { leftovers } from './checks/account/leftovers.ts';
import { names } from './checks/account/names.ts';
import { bucketEncryption } from './checks/data/bucket-encryption.ts';
import { bucketGuards } from './checks/data/bucket-guards.ts';
import { buckets } from './checks/data/buckets.ts';
import { dataUris } from './checks/data/data-uris.ts';
import { media } from './checks/data/media.ts';
import { localRecords, records } from './checks/data/records.ts';
import { trainingFiles } from './checks/data/training-files.ts';
import { modelKey } from './checks/key/model-key.ts';
import { diskSpace } from './checks/machine/disk-space.ts';
import { memory } from './checks/machine/memory.ts';
import { nodeVersion } from './checks/machine/node-version.ts';
import { pageReader } from './checks/machine/page-reader.ts';
import { baseModel } from './checks/model/base-model.ts';
import { inferenceProfile } from './checks/model/inference-profile.ts';
import { modelAccess } from './checks/model/model-access.ts';
import { inferenceQuota } from './checks/quotas/inference-quota.ts';
import { modelQuota } from './checks/quotas/model-quota.ts';
import { rowQuota } from './checks/quotas/row-quota.ts';
import { throughputQuota } from './checks/quotas/throughput-quota.ts';
import { requestShape } from './checks/request/request-shape.ts';
import { callerRights } from './checks/role/caller-rights.ts';
import { passRole } from './checks/role/pass-role.ts';
import { roleAccount } from './checks/role/role-account.ts';
import { roleExists } from './checks/role/role-exists.ts';
import { roleRights } from './checks/role/role-rights.ts';
import { roleTrust } from './checks/role/role-trust.ts';
import { clockSkew } from './checks/surroundings/clock-skew.ts';
import { credentials } from './checks/surroundings/credentials.ts';
import { endpoints } from './checks/surroundings/endpoints.ts';
import { region } from './checks/surroundings/region.ts';

/** Every check, in the order of the report inside its group. */
export const ALL_CHECKS: readonly Check[] = [
  credentials,
  clockSkew,
  region,
  endpoints,
  requestShape,
  baseModel,
  modelAccess,
  inferenceProfile,
  roleAccount,
  roleExists,
  roleTrust,
  roleRights,
  passRole,
  callerRights,
  dataUris,
  buckets,
  bucketGuards,
  bucketEncryption,
  trainingFiles,
  records,
  localRecords,
  media,
  modelKey,
  rowQuota,
  modelQuota,
  throughputQuota,
  inferenceQuota,
  names,
  leftovers,
  nodeVersion,
  diskSpace,
  memory,
  pageReader,
];
