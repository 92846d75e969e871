import { InputError } from '../../toolkit/index.ts';
import type { Change, DocumentQuery, OutcomeStatus, SplitName } from '../api.ts';

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];
const CHANGES: readonly Change[] = ['fixed', 'broken', 'bothWrong', 'bothRight'];
const OUTCOMES: readonly OutcomeStatus[] = ['correct', 'wrong', 'unreadable', 'missing'];

/**
 * A query out of an address.
 * @throws {InputError} `option-invalid`
 */
export function readQuery(given: Readonly<Record<string, string>>): DocumentQuery {
  const oneOf = <Value extends string>(name: string, values: readonly Value[]): { [key: string]: Value } | undefined =>
    given[name] === undefined
      ? undefined
      : { [name]: values.find((value) => value === given[name]) ?? fail(name, given) };
  const number = (name: string) => {
    const text = given[name];
    if (text === undefined) return undefined;
    return /^\d{1,9}$/.test(text) ? { [name]: Number(text) } : fail(name, given);
  };
  const text = (name: string) => (given[name] === undefined ? undefined : { [name]: given[name] });
  return {
    ...oneOf('split', SPLITS),
    ...oneOf('change', CHANGES),
    ...oneOf('outcome', OUTCOMES),
    ...oneOf('model', ['base', 'tuned'] as const),
    ...text('label'),
    ...text('code'),
    ...text('predicted'),
    ...text('text'),
    ...oneOf('order', ['worst'] as const),
    ...(given.proposed === 'true' && { proposed: true }),
    ...(given.answered === 'true' && { answered: true }),
    ...number('offset'),
    ...number('limit'),
  };
}

function fail(name: string, given: Readonly<Record<string, string>>): never {
  throw new InputError('option-invalid', `Expected another value for ${name}, got ${JSON.stringify(given[name])}.`);
}
