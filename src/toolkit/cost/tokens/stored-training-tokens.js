import { parseS3Uri } from '../../lib/s3-uri.js';
import { trainingFileTokens } from './training-file-tokens.js';
/**
 * Tokens of one pass over a training file in S3, read as a stream. A file that cannot be read is uncounted, not an error: whoever trains on it
 * says what is wrong. Memory: one line.
 */
export async function storedTrainingTokens(uri, objects, signal) {
  const address = parseS3Uri(uri);
  const uncounted = { low: 0, high: 0, uncounted: `${uri} cannot be read` };
  if (!address || address.key === '' || address.key.endsWith('/')) return uncounted;
  try {
    const body = await objects.get(address.bucket, address.key, signal);
    return body ? (await trainingFileTokens(body)).tokens : uncounted;
  } catch {
    signal?.throwIfAborted();
    return uncounted;
  }
}
//# sourceMappingURL=stored-training-tokens.js.map
