import type { Readable } from 'node:stream';

/** Who signed a request, as far as the local cloud can tell from its access key. */
export interface Caller {
  /** 12 digits. */
  readonly accountId: string;
  /** `arn:aws:iam::<account>:root`, or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
}

/** What an operation may know about the request besides its typed input. */
export interface OperationContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** From the credential scope of the signature. */
  readonly region: string;
  /** Base URL under which the client reached the cloud, without a trailing slash. */
  readonly endpoint: string;
  /** Lower-case header names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Trailing headers of a streaming body by lower-case name; complete once the body has ended. */
  readonly trailers?: Readonly<Record<string, string>>;
  /** Aborted when the client goes away or the cloud closes. */
  readonly signal: AbortSignal;
}

/**
 * One AWS operation: typed input (already parsed and checked against the published constraints) to typed output.
 * Throws {@link ServiceError} for anything the service would refuse.
 * Streaming members (`Body`) arrive as a Node `Readable` and may be returned as `Readable` or bytes;
 * event-stream members are returned as `AsyncIterable` of union values.
 */
export type Operation<Input = never, Output = unknown> = (
  input: Input,
  context: OperationContext,
) => Output | Promise<Output>;

/**
 * A streaming request body as operations receive it, already freed of aws-chunked framing.
 * The stream fails with a {@link ServiceError} when it is cut short or its hash does not match.
 */
export type StreamingBody = Readable & {
  /** Trailing headers by lower-case name, e.g. `x-amz-checksum-crc32`; complete once the stream has ended. */
  readonly trailers?: Readonly<Record<string, string>>;
};

/** Wire protocols the local cloud speaks, by their Smithy names. */
export type Protocol = 'restJson1' | 'restXml' | 'awsQuery' | 'awsJson1_0' | 'awsJson1_1' | 'rpcV2Cbor';

/** Everything the wire needs to know to serve one AWS service. Adding a service is one object of this shape and one line in `services.ts`. */
export interface ServiceDefinition {
  /** Our folder name, e.g. `bedrock-runtime`; also the key of the service's constraints file. */
  readonly name: string;
  /** Name in the credential scope, e.g. `bedrock` for both Bedrock services. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** Further protocols that clients may choose for the same operations. */
  readonly alsoSpeaks?: readonly Protocol[];
  /** The SDK client module whose exported schemas describe the wire. Lazy, because each costs memory and start-up. */
  readonly loadSchemas: () => Promise<Readonly<Record<string, unknown>>>;
  /** Operation name to implementation. Operations that the schemas know but this table does not are refused by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Told of every refused call whose input could be read, e.g. to count errors. Faults that are switched on are refusals as well. */
  readonly onRefused?: (call: RefusedCall) => void;
}

/** A call that did not succeed. */
export interface RefusedCall {
  readonly operation: string;
  /** Not necessarily within the published constraints. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: OperationContext;
  /** A {@link ServiceError}, or a fault of the local cloud itself. */
  readonly error: unknown;
}
