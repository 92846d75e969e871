import { stat } from 'node:fs/promises';
import { type DataType, type Field, Type, tableFromIPC } from '@uwdata/flechette';
import { DataError } from '../../../errors.ts';
import { type ByteCounter, readInto } from '../../../lib/byte-source.ts';
import { FEATURES_KEY, type Feature, type Features, parseFeaturesMetadata } from '../features/feature.ts';
import type { Table, TablePiece } from '../table/table.ts';
import { type ArrowMessage, isArrowFile, MESSAGE_TYPES, readMessages } from './message.ts';

/**
 * Opens an Arrow stream file: its schema and dictionaries are read, and where its record batches lie. A column is read batch by batch, and of
 * a batch the buffers of that column alone. Memory: one column of one batch, the dictionaries, 100 bytes a batch and buffer.
 * @throws DataError `table-unreadable`, also for compressed batches and the file format, which `datasets` never writes
 */
export async function openArrow(
  path: string,
  name: string,
  counter: ByteCounter,
  signal?: AbortSignal,
): Promise<Table> {
  try {
    return await readStream(path, name, counter, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('table-unreadable', `Expected a whole Arrow stream, but ${name} cannot be read: ${reason}.`, {
      remedy: 'Write the data set again with save_to_disk.',
      cause,
    });
  }
}

/** One record batch and what is needed to read it. */
interface Batch {
  readonly message: ArrowMessage;
  /** First row in the file. */
  readonly start: number;
  /** Dictionary messages that come before it. */
  readonly dictionaries: number;
}

interface Stream {
  readonly path: string;
  readonly counter: ByteCounter;
  readonly schema: Uint8Array;
  readonly fields: readonly Field[];
  readonly dictionaries: readonly Uint8Array[];
  readonly batches: readonly Batch[];
}

async function readStream(path: string, name: string, counter: ByteCounter, signal?: AbortSignal): Promise<Table> {
  if (await isArrowFile(path)) throw new Error('it is in the file format, not the stream format');
  const { size } = await stat(path);
  let schema: Uint8Array | undefined;
  let rows = 0;
  const dictionaries: Uint8Array[] = [];
  const batches: Batch[] = [];
  for await (const message of readMessages(path, size, signal)) {
    counter.bytes += message.headBytes;
    if (message.type === MESSAGE_TYPES.schema) schema ??= await readWhole(path, message, counter);
    else if (message.type === MESSAGE_TYPES.dictionaryBatch) dictionaries.push(await readWhole(path, message, counter));
    else if (message.type === MESSAGE_TYPES.recordBatch) {
      if (message.compressed) throw new Error('its batches are compressed');
      batches.push({ message, start: rows, dictionaries: dictionaries.length });
      rows += message.rows;
    }
  }
  if (schema === undefined) throw new Error('it has no schema');
  const { fields, metadata } = tableFromIPC([schema]).schema;
  const stream: Stream = { path, counter, schema, fields, dictionaries, batches };
  return {
    name,
    rows,
    bytes: size,
    features: arrowFeatures(fields, metadata),
    pieces: async (column) => batches.map((batch) => pieceOf(stream, batch, column)),
    read: (column, start, end) => readColumn(stream, column, start, end),
  };
}

function pieceOf({ fields }: Stream, { message, start }: Batch, column: string): TablePiece {
  const bytes = columnRegions(fields, column, message).reduce((sum, { length }) => sum + length, 0);
  return { start, rows: message.rows, bytes };
}

async function readColumn(stream: Stream, column: string, start: number, end: number): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const batch of stream.batches) {
    const { rows } = batch.message;
    if (batch.start >= end || batch.start + rows <= start) continue;
    const read = await readBatch(stream, batch, column);
    for (let row = Math.max(start, batch.start); row < Math.min(end, batch.start + rows); row += 1)
      values.push(read(row - batch.start));
  }
  return values;
}

/** Reads the buffers of one column into an otherwise empty message, so that the decoder finds everything where it lies. Pages never written to take no memory. */
async function readBatch({ path, counter, schema, fields, dictionaries }: Stream, batch: Batch, column: string) {
  const { message } = batch;
  const padding = (8 - (message.headBytes % 8)) % 8;
  const frame = new Uint8Array(padding + message.headBytes + message.bodyBytes).subarray(padding);
  await readInto(path, frame.subarray(0, message.headBytes), message.start);
  for (const { offset, length } of columnRegions(fields, column, message)) {
    const from = message.headBytes + offset;
    await readInto(path, frame.subarray(from, from + length), message.start + from);
    counter.bytes += length;
  }
  const table = tableFromIPC([schema, ...dictionaries.slice(0, batch.dictionaries), frame]);
  const values = table.getChild(column);
  return (row: number): unknown => values.at(row);
}

async function readWhole(path: string, message: ArrowMessage, counter: ByteCounter): Promise<Uint8Array> {
  const bytes = new Uint8Array(message.headBytes + message.bodyBytes);
  await readInto(path, bytes, message.start);
  counter.bytes += message.bodyBytes;
  return bytes;
}

/** Buffers lie in the order of the fields, children after their parents. */
function columnRegions(fields: readonly Field[], column: string, message: ArrowMessage): ArrowMessage['regions'] {
  let first = 0;
  for (const { name, type } of fields) {
    const count = bufferCount(type);
    if (name === column) return message.regions.slice(first, first + count);
    first += count;
  }
  return [];
}

/** Buffers of a column of this type and its children (Columnar.html#buffer-listing-for-each-layout). */
function bufferCount(type: DataType): number {
  const children = 'children' in type ? type.children.reduce((sum, child) => sum + bufferCount(child.type), 0) : 0;
  switch (type.typeId) {
    case Type.Null:
    case Type.RunEndEncoded:
      return children;
    case Type.Struct:
    case Type.FixedSizeList:
      return 1 + children;
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      return 2 + children;
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return 3;
    case Type.BinaryView:
    case Type.Utf8View:
    case Type.ListView:
    case Type.LargeListView:
    case Type.Union:
      throw new Error(`columns of the type ${type.typeId} cannot be read one by one`);
    default:
      return 2;
  }
}

function arrowFeatures(fields: readonly Field[], metadata: ReadonlyMap<string, string> | null | undefined): Features {
  const text = metadata?.get(FEATURES_KEY);
  const stated = text === undefined ? undefined : parseFeaturesMetadata(text);
  return new Map(fields.map(({ name, type }) => [name, stated?.get(name) ?? typeFeature(type)]));
}

function typeFeature(type: DataType): Feature {
  switch (type.typeId) {
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Dictionary:
      return { kind: 'value', dtype: 'string' };
    case Type.Binary:
    case Type.LargeBinary:
      return { kind: 'value', dtype: 'binary' };
    case Type.Int:
      return { kind: 'value', dtype: `int${type.bitWidth}` };
    case Type.Struct: {
      const names = type.children.map(({ name }) => name);
      if (names.includes('bytes') && names.includes('path')) return { kind: 'image' };
      return { kind: 'struct', fields: new Map(type.children.map((child) => [child.name, typeFeature(child.type)])) };
    }
    default:
      return { kind: 'other', type: `Arrow type ${type.typeId}` };
  }
}
