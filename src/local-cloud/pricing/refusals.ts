import { ServiceError } from '../service/service-error.ts';

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError('InvalidParameterException', message, { status: 400 });

export const invalidNextToken = (): ServiceError =>
  new ServiceError(
    'InvalidNextTokenException',
    'The pagination token is invalid. Try again without a pagination token.',
    {
      status: 400,
    },
  );

export const notFound = (): ServiceError =>
  new ServiceError('NotFoundException', "The requested resource can't be found.", { status: 400 });
