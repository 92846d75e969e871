/**
 * A refusal in the service's own words. The wire turns it into the protocol's error shape;
 * HTTP status defaults to what the published error schema of `code` says.
 * Not for faults of the local cloud itself: those are ordinary errors and become 500.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** AWS error code, e.g. `ValidationException`, `NoSuchKey`. */
  readonly code: string;
  /** HTTP status; default from the schema of `code`, else 400. */
  readonly status: number | undefined;
  /** Further members of the error body, e.g. `resourceName`. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Further response headers, e.g. `x-amz-bucket-region`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    options: {
      readonly status?: number;
      readonly members?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}
