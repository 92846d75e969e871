import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { CborCodec } from '@smithy/core/cbor';
import {
  FromStringShapeDeserializer,
  JsonShapeDeserializer2,
  JsonShapeSerializer2,
  ToStringShapeSerializer,
} from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

/** Turns values into bytes or header texts and back, as one protocol writes them. */
export interface Codec {
  readonly contentType: string;
  /** @throws when the bytes are not of the format. */
  read(schema: NormalizedSchema, bytes: Uint8Array): Promise<unknown>;
  write(schema: NormalizedSchema, value: unknown): Uint8Array;
  /** One value of a path label, query parameter, header or form field. */
  readText(schema: NormalizedSchema, text: string): unknown;
  writeText(schema: NormalizedSchema, value: unknown): string;
}

/** Smithy's numbers for timestamp formats. */
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

/** @param httpBindings whether members may sit in headers (REST) or only in the body (RPC). */
export function createJsonCodec(httpBindings: boolean, contentType: string): Codec {
  const settings = {
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    httpBindings,
    jsonName: httpBindings,
  } as const;
  const serializer = new JsonShapeSerializer2(settings);
  const deserializer = new JsonShapeDeserializer2(settings);
  return {
    contentType,
    read: (schema, bytes) => deserializer.read(schema, bytes),
    write: (schema, value) => {
      serializer.write(schema, value);
      return plainBytes(serializer.flush());
    },
    ...createTextCodec(settings),
  };
}

/** @param xmlNamespace default namespace of every document, empty for none. */
export function createXmlCodec(httpBindings: boolean, xmlNamespace: string): Codec {
  const settings = {
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings,
    xmlNamespace,
    serviceNamespace: '',
  } as const;
  const serializer = new XmlShapeSerializer(settings);
  const deserializer = new XmlShapeDeserializer(settings);
  return {
    contentType: 'application/xml',
    read: async (schema, bytes) => deserializer.read(schema, bytes),
    write: (schema, value) => {
      serializer.write(schema, value);
      return plainBytes(serializer.flush());
    },
    ...createTextCodec(settings),
  };
}

/** Smithy RPC v2. Nothing of it travels as text. */
export function createCborCodec(): Codec {
  const codec = new CborCodec();
  const serializer = codec.createSerializer();
  const deserializer = codec.createDeserializer();
  return {
    contentType: 'application/cbor',
    read: async (schema, bytes) => deserializer.read(schema, bytes),
    write: (schema, value) => {
      serializer.write(schema, value);
      // A copy: the serializer may go on using its memory.
      return Buffer.from(Uint8Array.from(serializer.flush()));
    },
    ...createTextCodec({ timestampFormat: { useTrait: true, default: EPOCH_SECONDS } }),
  };
}

type TextSettings = ConstructorParameters<typeof FromStringShapeDeserializer>[0];

function createTextCodec(settings: TextSettings): Pick<Codec, 'readText' | 'writeText'> {
  const reader = new FromStringShapeDeserializer(settings);
  const writer = new ToStringShapeSerializer(settings);
  return {
    readText: (schema, text) => reader.read(schema, text),
    writeText: (schema, value) => {
      writer.write(schema, value);
      return writer.flush();
    },
  };
}

/** The SDK's JSON bytes are a Uint8Array subclass with string methods that warn: look at the same memory as a plain Buffer. */
function plainBytes(output: string | Uint8Array): Uint8Array {
  return typeof output === 'string'
    ? Buffer.from(output)
    : Buffer.from(output.buffer, output.byteOffset, output.byteLength);
}
