import type { ObjectStore } from '../../ports/object-store.ts';
import type { TokenCount } from './token-count.ts';
/**
 * Tokens of one pass over a training file in S3, read as a stream. A file that cannot be read is uncounted, not an error: whoever trains on it
 * says what is wrong. Memory: one line.
 */
export declare function storedTrainingTokens(
  uri: string,
  objects: Pick<ObjectStore, 'get'>,
  signal?: AbortSignal,
): Promise<TokenCount>;
