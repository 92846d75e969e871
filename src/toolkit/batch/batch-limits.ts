/**
 * What a batch inference job takes. Quotas of the account: some can be raised.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/quotas.html and batch-inference-data.html
 */
export const BATCH_LIMITS = {
  /** Fewest records of a job. */
  minRecords: 100,
  /** Largest input file, bytes. */
  maxFileBytes: 1024 ** 3,
  /** Largest input of a job for Nova Micro and Lite, bytes; Pro takes more. */
  maxJobBytes: 5 * 1024 ** 3,
  /** Largest image inside a record, bytes: that of a request. */
  maxInlineImageBytes: 3.75 * 1024 * 1024,
} as const;

/** Files are cut at this size: each is written to disk before it is sent. Bytes. */
export const USUAL_FILE_BYTES = 256 * 1024 * 1024;
