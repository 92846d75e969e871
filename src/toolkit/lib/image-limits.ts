/**
 * What Nova takes for one image of a training record.
 * https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html
 */
export const IMAGE_LIMITS = {
  /** Largest file, bytes. */
  maxBytes: 10 * 1024 * 1024,
  /** Shortest side, pixels; not in the guide, but checked by AWS's own tools before a job. */
  minSide: 25,
  /** Longest side at inference, pixels; none is published for training. */
  maxSide: 8000,
} as const;
