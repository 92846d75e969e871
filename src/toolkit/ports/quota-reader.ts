/** A limit of the account, as Service Quotas tells it. */
export interface Quota {
  /** e.g. `L-BE77399C`. */
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly adjustable: boolean;
}

/** Service Quotas. Reads only: nothing is asked for. */
export interface QuotaReader {
  /** The account's own value, else AWS's default; undefined when there is no such quota. @param service e.g. `bedrock` */
  quota(service: string, code: string, signal?: AbortSignal): Promise<Quota | undefined>;
  /** All quotas that the account has a value for, paged as they are consumed. */
  list(service: string, signal?: AbortSignal): AsyncIterable<Quota>;
}
