import { ServiceError } from '../service/service-error.ts';

/** `roleNotAssumable` and `startDatePast` are texts seen on the wire; the others are in our own words. */
export const refusals = {
  validation: (message: string): ServiceError => new ServiceError('ValidationException', message),
  conflict: (message: string): ServiceError => new ServiceError('ConflictException', message),
  noSchedule: (name: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`),
  noGroup: (name: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `Schedule group ${name} does not exist.`),
  roleNotAssumable: (): ServiceError =>
    new ServiceError(
      'ValidationException',
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    ),
  startDatePast: (): ServiceError =>
    new ServiceError('ValidationException', 'The StartDate you specify cannot be earlier than 5 minutes ago.'),
  notEmulated: (what: string): ServiceError =>
    new ServiceError('ValidationException', `The local cloud does not emulate ${what}.`),
} as const;
