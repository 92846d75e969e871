import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { attachmentOperations } from './attachments.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { policyVersionOperations } from './policy-versions.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleOperations } from './roles.ts';
import { simulationOperations } from './simulate.ts';
import { createIamTables } from './store.ts';
import { tagOperations } from './tags.ts';
import { userOperations } from './users.ts';

/**
 * AWS Identity and Access Management: roles, inline and managed policies. Policies bind the roles that services assume;
 * callers themselves may do everything.
 */
export function createIamService(cloud: Pick<Cloud, 'database' | 'clock'>): ServiceDefinition {
  createIamTables(cloud.database);
  return {
    name: 'iam',
    signingName: 'iam',
    protocol: 'awsQuery',
    loadSchemas: () => import('@aws-sdk/client-iam'),
    operations: iamOperations(cloud),
  };
}

/** Every operation by name, with its types. */
export function iamOperations(cloud: Pick<Cloud, 'database' | 'clock'>) {
  return {
    ...roleOperations(cloud),
    ...rolePolicyOperations(cloud),
    ...managedPolicyOperations(cloud),
    ...policyVersionOperations(cloud),
    ...attachmentOperations(cloud),
    ...tagOperations(cloud),
    ...simulationOperations(cloud),
    ...userOperations(cloud),
  };
}
