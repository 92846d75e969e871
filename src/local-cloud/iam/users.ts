import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-iam';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { Checked } from './checked.ts';
import { iamError } from './errors.ts';

/** The local cloud has no users: whoever signs with plain access keys is the account's root. */
export function userOperations({ clock }: Pick<Cloud, 'clock'>) {
  return {
    GetUser: (input: Checked<GetUserRequest>, { caller }: OperationContext): GetUserResponse => {
      if (input.UserName !== undefined) {
        throw iamError('NoSuchEntity', `The user with name ${input.UserName} cannot be found.`);
      }
      if (!caller.arn.endsWith(':root')) {
        throw iamError('ValidationError', 'Must specify userName when calling with non-User credentials');
      }
      return {
        User: {
          Path: '/',
          UserName: 'root',
          UserId: caller.accountId,
          Arn: caller.arn,
          CreateDate: new Date(0),
          PasswordLastUsed: new Date(clock.now()),
        },
      };
    },
  };
}
