/** Where calls to one service go. */
export interface ServiceEndpoint {
  /** As SDKs name it, e.g. `Bedrock Runtime`. */
  readonly service: string;
  /** Absent: AWS's own. */
  readonly url?: string;
  /** What named the endpoint, e.g. `AWS_ENDPOINT_URL_S3`, `profile work`. */
  readonly from?: string;
  /** Proxy on the way, without its password. */
  readonly proxy?: string;
}

/** How this machine reaches the cloud. */
export interface Connection {
  /** Profile that settings and credentials are read from; `default` unless another is named. */
  profile(): string;
  /** Every service that novatune talks to. Sends nothing. */
  endpoints(signal?: AbortSignal): Promise<readonly ServiceEndpoint[]>;
  /** The cloud's time by the `Date` of an answer, milliseconds since the epoch; undefined when it does not tell. To the second. */
  serverTime(signal?: AbortSignal): Promise<number | undefined>;
}
