/** A KMS key as far as it matters to whoever encrypts with it. */
export interface KeyDescription {
  readonly arn: string;
  readonly id: string;
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, or whatever a newer service says. */
  readonly state: string;
  /** `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, … */
  readonly usage: string;
  /** `SYMMETRIC_DEFAULT`, `RSA_2048`, … */
  readonly spec: string;
  /** Milliseconds since the epoch; present while the key waits for its deletion. */
  readonly deletedAt?: number;
}

/** AWS Key Management Service. Reads only: nothing is encrypted. */
export interface KeyReader {
  /** @param key id, ARN or `alias/…`; undefined when there is none in the region. */
  describe(key: string, signal?: AbortSignal): Promise<KeyDescription | undefined>;
  /** The key's policy as plain data. @param key id or ARN, no alias */
  policy(key: string, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>> | undefined>;
}
