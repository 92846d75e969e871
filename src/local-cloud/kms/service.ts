import type { ServiceDefinition } from '../service/operation.ts';
import { aliasOperations } from './aliases.ts';
import { keyOperations } from './key-operations.ts';
import { stateOperations } from './key-states.ts';
import { createKmsTables, type KeyParts } from './key-store.ts';
import { policyOperations } from './policies.ts';
import { tagOperations } from './tags.ts';

/** Key Management Service: keys, aliases, policies and tags. There is no cryptography: Encrypt and its like are refused by name. */
export function createKmsService(parts: KeyParts): ServiceDefinition {
  createKmsTables(parts);
  return {
    name: 'kms',
    signingName: 'kms',
    protocol: 'awsJson1_1',
    loadSchemas: () => import('@aws-sdk/client-kms'),
    operations: {
      ...keyOperations(parts),
      ...stateOperations(parts),
      ...aliasOperations(parts),
      ...policyOperations(parts),
      ...tagOperations(parts),
    },
  };
}
