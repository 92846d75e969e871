import { cbor } from '@smithy/core/cbor';
import type { Protocol } from '../../src/local-cloud/service/operation.ts';
import type { RawResponse } from './sender.ts';

/** An error as it stands in the bytes of a response. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** Reads an error by the book of its protocol. @throws {Error} when the bytes are not of its shape. */
export function readErrorShape(protocol: Protocol, { method, status, headers, body }: RawResponse): WireError {
  need(status >= 300, `a status of an error, got ${status}`);
  need(
    (headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? '') !== '',
    'a request id in the headers, got none',
  );
  if (method === 'HEAD' || status === 304) {
    need(body.length === 0, `no body, got ${body.length} bytes`);
    return { code: String(status), message: '' };
  }
  switch (protocol) {
    case 'restJson1': {
      needType(headers, 'application/json');
      return { code: headers['x-amzn-errortype'] ?? '', message: messageOf(JSON.parse(body.toString('utf8'))) };
    }
    case 'awsJson1_0':
    case 'awsJson1_1': {
      needType(headers, protocol === 'awsJson1_0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1');
      return namedError(JSON.parse(body.toString('utf8')));
    }
    case 'rpcV2Cbor': {
      needType(headers, 'application/cbor');
      need(headers['smithy-protocol'] === 'rpc-v2-cbor', 'the header smithy-protocol');
      return namedError(cbor.deserialize(new Uint8Array(body)));
    }
    case 'awsQuery':
      needType(headers, 'text/xml');
      return xmlError(
        body,
        /^<\?xml [^>]*\?>\s*<ErrorResponse xmlns="https?:\/\/[^"]+"><Error><Type>(?:Sender|Receiver)<\/Type><Code>([^<]+)<\/Code><Message>([^<]*)<\/Message>.*<\/Error><RequestId>[^<]+<\/RequestId><\/ErrorResponse>$/s,
      );
    case 'restXml':
      needType(headers, 'application/xml');
      return xmlError(
        body,
        /^<\?xml [^>]*\?>\s*<Error><Code>([^<]+)<\/Code><Message>([^<]*)<\/Message>.*<RequestId>[^<]+<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/s,
      );
  }
}

function namedError(document: unknown): WireError {
  const code = typeof document === 'object' && document !== null && '__type' in document ? document.__type : undefined;
  need(typeof code === 'string', 'the member __type');
  return { code: String(code), message: messageOf(document) };
}

function messageOf(document: unknown): string {
  const message =
    typeof document === 'object' && document !== null && 'message' in document ? document.message : undefined;
  need(typeof message === 'string', 'the member message');
  return String(message);
}

function xmlError(body: Buffer, shape: RegExp): WireError {
  const found = shape.exec(body.toString('utf8'));
  need(found !== null, `an error element, got ${body.toString('utf8').slice(0, 200)}`);
  return { code: found?.[1] ?? '', message: unescapeXml(found?.[2] ?? '') };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#13;': '\r',
  '&amp;': '&',
};
const unescapeXml = (text: string) => text.replace(/&(?:lt|gt|quot|amp|#13);/g, (entity) => ENTITIES[entity] ?? entity);

function needType(headers: RawResponse['headers'], type: string): void {
  need(headers['content-type'] === type, `the content type ${type}, got ${headers['content-type']}`);
}

function need(condition: boolean, what: string): void {
  if (!condition) throw new Error(`Expected ${what}.`);
}
