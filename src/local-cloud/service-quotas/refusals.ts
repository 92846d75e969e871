import { ServiceError } from '../service/service-error.ts';

export const refusals = {
  noResource: () => new ServiceError('NoSuchResourceException', 'The specified resource does not exist.'),
  noService: (code: string) =>
    new ServiceError(
      'NoSuchResourceException',
      `The request failed because the specified service ${code} does not exist.`,
    ),
  illegal: (message: string) => new ServiceError('IllegalArgumentException', message),
  notAdjustable: (code: string) => new ServiceError('IllegalArgumentException', `The quota ${code} is not adjustable.`),
  pending: () =>
    new ServiceError(
      'ResourceAlreadyExistsException',
      'Only one open service quota increase request is allowed per quota.',
    ),
  badToken: () => new ServiceError('InvalidPaginationTokenException', 'Invalid token provided.'),
};
