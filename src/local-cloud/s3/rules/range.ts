import type { ByteSpan } from '../store/blob-files.ts';
import { invalidArgument, invalidRange, invalidRequest } from './errors.ts';

const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The span that a `Range` header asks for; undefined for the whole object.
 * As in S3, several ranges or a malformed header mean the whole object.
 * @throws ServiceError `InvalidRange` (416).
 */
export function spanOfRange(range: string | undefined, size: number): ByteSpan | undefined {
  const [, first = '', last = ''] = RANGE.exec(range?.trim() ?? '') ?? [];
  if (range === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    if (length === 0) throw invalidRange(range, size);
    return { start: size - length, length };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(range, size);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return { start, length: end - start + 1 };
}

/** The span of `x-amz-copy-source-range`, which must name both ends within the source. */
export function spanOfCopyRange(range: string | undefined, size: number): ByteSpan | undefined {
  if (range === undefined) return undefined;
  const [, first = '', last = ''] = RANGE.exec(range) ?? [];
  if (first === '' || last === '' || Number(last) < Number(first)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      range,
    );
  }
  if (Number(last) >= size) {
    throw invalidRequest(`Range specified is not valid for source object of size: ${size}`);
  }
  return { start: Number(first), length: Number(last) - Number(first) + 1 };
}
