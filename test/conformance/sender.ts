import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import type { Protocol } from '../../src/local-cloud/service/operation.ts';
import type { EmulatedService } from './emulated-services.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** What went over the wire. */
export interface RawResponse {
  readonly method: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What became of one call. */
export type Answer =
  | { readonly kind: 'answered'; readonly output: Readonly<Record<string, unknown>>; readonly raw: RawResponse }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string; readonly raw: RawResponse }
  /** The AWS SDK itself would not send it. */
  | { readonly kind: 'unsent'; readonly reason: string };

/** Sends any input with the AWS SDK's client of a service, also what no type would allow. */
export interface Sender {
  readonly protocol: Protocol;
  /** @param body instead of what the SDK wrote. */
  send(operation: string, input: unknown, body?: Uint8Array): Promise<Answer>;
  close(): void;
}

interface SdkClient {
  send(command: unknown): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

const PROTOCOLS: Partial<Record<Protocol, unknown>> = {
  awsQuery: AwsQueryProtocol,
  rpcV2Cbor: SmithyRpcV2CborProtocol,
};

/** @param protocol one that the service also speaks. Default its own. */
export function createSender(
  service: EmulatedService,
  endpoint: string,
  protocol = service.definition.protocol,
): Sender {
  const wire = new RecordingHandler();
  const Client = constructorIn(service.sdk, /^(?!__).+Client$/);
  const other = protocol === service.definition.protocol ? undefined : PROTOCOLS[protocol];
  const client = new Client({
    endpoint,
    region: 'us-east-1',
    credentials: LOCAL_CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: wire,
    ...(other !== undefined && { protocol: other }),
  }) as SdkClient;
  const send: Sender['send'] = async (operation, input, body) => {
    const Command = constructorIn(service.sdk, new RegExp(`^${operation}Command$`));
    wire.last = undefined;
    wire.spoilt = body;
    try {
      const output = await client.send(new Command(input));
      if (wire.last === undefined) throw new Error(`expected ${operation} to be sent`);
      return { kind: 'answered', output, raw: wire.last };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
      return wire.last === undefined
        ? { kind: 'unsent', reason: `${name}: ${message}` }
        : { kind: 'refused', name, message, raw: wire.last };
    }
  };
  return { protocol, send, close: () => client.destroy() };
}

/** Keeps the bytes of the last response, and can replace those of a request. */
class RecordingHandler extends NodeHttpHandler {
  last: RawResponse | undefined;
  spoilt: Uint8Array | undefined;

  override async handle(request: HttpRequest, options?: Parameters<NodeHttpHandler['handle']>[1]) {
    if (this.spoilt !== undefined) {
      request.body = this.spoilt;
      request.headers['content-length'] = String(this.spoilt.byteLength);
      request.headers['x-amz-content-sha256'] = createHash('sha256').update(this.spoilt).digest('hex');
    }
    const { response } = await super.handle(request, options);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body as Readable) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
      name.toLowerCase(),
      value,
    ]);
    this.last = { method: request.method, status: response.statusCode, headers: Object.fromEntries(headers), body };
    response.body = Readable.from(body.length === 0 ? [] : [body], { objectMode: false });
    return { response };
  }
}

function constructorIn(sdk: EmulatedService['sdk'], name: RegExp): new (argument: unknown) => unknown {
  const [found, ...more] = Object.entries(sdk).filter(([key, value]) => name.test(key) && typeof value === 'function');
  if (!found || more.length > 0)
    throw new Error(`expected one export that matches ${name}, got ${more.length + (found ? 1 : 0)}`);
  return found[1] as new (
    argument: unknown,
  ) => unknown;
}
