import { open } from 'node:fs/promises';
import { readInto } from '../../../lib/byte-source.ts';

// Framing of Arrow's stream format (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format): 0xFFFFFFFF, length of the
// metadata (int32), metadata (a flatbuffer, padded to 8 bytes), body. Old streams lack the 0xFFFFFFFF. A length of 0 ends the stream.

/** Numbers that Message.fbs gives to kinds of messages. */
export const MESSAGE_TYPES = { schema: 1, dictionaryBatch: 2, recordBatch: 3 } as const;

/** Where one message lies in the file. */
export interface ArrowMessage {
  readonly type: number;
  /** First byte of the frame. */
  readonly start: number;
  /** Bytes of frame and metadata before the body. */
  readonly headBytes: number;
  readonly bodyBytes: number;
  /** Rows of a record batch, else 0. */
  readonly rows: number;
  /** Position and size of each buffer in the body of a record batch. */
  readonly regions: readonly { readonly offset: number; readonly length: number }[];
  readonly compressed: boolean;
}

/** Largest metadata that is believed, bytes. */
const MAX_METADATA = 64 * 1024 * 1024;

/**
 * Walks over the messages of a stream file without reading bodies.
 * @throws Error when the file is no Arrow stream or ends early
 */
export async function* readMessages(path: string, size: number, signal?: AbortSignal): AsyncGenerator<ArrowMessage> {
  let at = 0;
  while (at + 4 <= size) {
    signal?.throwIfAborted();
    const message = await readMessage(path, at, size);
    if (message === undefined) return;
    yield message;
    at = message.start + message.headBytes + message.bodyBytes;
  }
  // Whoever wrote it was interrupted; without this, the rows after the last whole batch would be missed silently.
  throw new Error('the stream lacks its end mark');
}

async function readMessage(path: string, start: number, size: number): Promise<ArrowMessage | undefined> {
  const frame = new DataView(new ArrayBuffer(Math.min(8, size - start)));
  await readInto(path, new Uint8Array(frame.buffer), start);
  const continues = frame.getUint32(0, true) === 0xffffffff;
  if (continues && frame.byteLength < 8) throw new Error(`the stream ends within a message at byte ${start}`);
  const length = frame.getInt32(continues ? 4 : 0, true);
  if (length === 0) return undefined;
  const headBytes = (continues ? 8 : 4) + length;
  if (length < 0 || length > MAX_METADATA) throw new Error(`there is no message at byte ${start}`);
  if (start + headBytes > size) throw new Error(`the stream ends within a message at byte ${start}`);
  const metadata = new Uint8Array(length);
  await readInto(path, metadata, start + headBytes - length);
  const described = { start, headBytes, ...describeMessage(metadata) };
  if (start + headBytes + described.bodyBytes > size)
    throw new Error(`the stream ends within a batch at byte ${start}`);
  return described;
}

function describeMessage(metadata: Uint8Array): Omit<ArrowMessage, 'start' | 'headBytes'> {
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  const message = view.getInt32(0, true);
  const type = uint8(view, message, 1);
  const bodyBytes = int64(view, message, 3);
  const header = indirect(view, message, 2);
  if (type !== MESSAGE_TYPES.recordBatch || header === undefined)
    return { type, bodyBytes, rows: 0, regions: [], compressed: false };
  const buffers = indirect(view, header, 2);
  const count = buffers === undefined ? 0 : view.getInt32(buffers, true);
  const regions = Array.from({ length: count }, (_, index) => {
    const at = (buffers ?? 0) + 4 + 16 * index;
    return { offset: Number(view.getBigInt64(at, true)), length: Number(view.getBigInt64(at + 8, true)) };
  });
  return { type, bodyBytes, rows: int64(view, header, 0), regions, compressed: field(view, header, 3) !== undefined };
}

/** Position of a table's field, by its number in the schema file; undefined when it has its default. */
function field(view: DataView, table: number, number: number): number | undefined {
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + 2 * number;
  if (slot >= view.getUint16(vtable, true)) return undefined;
  const offset = view.getUint16(vtable + slot, true);
  return offset === 0 ? undefined : table + offset;
}

function indirect(view: DataView, table: number, number: number): number | undefined {
  const at = field(view, table, number);
  return at === undefined ? undefined : at + view.getUint32(at, true);
}

function uint8(view: DataView, table: number, number: number): number {
  const at = field(view, table, number);
  return at === undefined ? 0 : view.getUint8(at);
}

function int64(view: DataView, table: number, number: number): number {
  const at = field(view, table, number);
  return at === undefined ? 0 : Number(view.getBigInt64(at, true));
}

/** Whether the file is in Arrow's file format, which begins `ARROW1`, in place of the stream format. */
export async function isArrowFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(6), 0, 6, 0);
    return bytesRead === 6 && Buffer.from(buffer).toString('latin1') === 'ARROW1';
  } finally {
    await file.close();
  }
}
