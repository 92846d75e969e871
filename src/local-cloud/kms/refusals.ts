import { ServiceError } from '../service/service-error.ts';

/** In the words of AWS KMS. */
export const refusals = {
  noKey: (arn: string) => new ServiceError('NotFoundException', `Key '${arn}' does not exist`),
  invalidKeyId: (id: string) => new ServiceError('NotFoundException', `Invalid keyId '${id}'`),
  noAlias: (arn: string) => new ServiceError('NotFoundException', `Alias ${arn} is not found.`),
  invalidArn: (text: string) => new ServiceError('NotFoundException', `Invalid arn ${text}`),
  aliasName: (message: string) => new ServiceError('InvalidAliasNameException', message),
  aliasTaken: (arn: string) =>
    new ServiceError('AlreadyExistsException', `An alias with the name ${arn} already exists`),
  pendingDeletion: (arn: string) => new ServiceError('KMSInvalidStateException', `${arn} is pending deletion.`),
  notPendingDeletion: (arn: string) => new ServiceError('KMSInvalidStateException', `${arn} is not pending deletion.`),
  malformedPolicy: (message: string) => new ServiceError('MalformedPolicyDocumentException', message),
  noPolicy: () => new ServiceError('NotFoundException', 'No such policy exists'),
  validation: (message: string) => new ServiceError('ValidationException', message),
  marker: () => new ServiceError('InvalidMarkerException', 'The marker is not valid.'),
  unsupported: (what: string) =>
    new ServiceError('UnsupportedOperationException', `The local cloud does not emulate ${what}.`),
};
