/** A text that stands somewhere in a record. */
export interface TextView {
  readonly kind: 'text';
  readonly pointer: string;
  readonly text: string;
}

export const MEDIA_KINDS = ['image', 'video', 'document'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** An image, video or document; fields as they stand, whatever their type. */
export interface MediaView {
  readonly kind: MediaKind;
  readonly pointer: string;
  readonly format: unknown;
  readonly uri: unknown;
  readonly bucketOwner: unknown;
}

export type BlockView = TextView | MediaView | { readonly kind: 'other'; readonly pointer: string };

export interface MessageView {
  readonly pointer: string;
  readonly role: unknown;
  readonly blocks: readonly BlockView[];
}

/** What can be made out of a record, however broken: rules look at this instead of taking JSON apart again. */
export interface RecordView {
  readonly value: unknown;
  readonly system: readonly TextView[];
  readonly hasSystem: boolean;
  readonly messages: readonly MessageView[];
  /** Texts of system and messages, in order. */
  readonly texts: readonly TextView[];
  /** Media of all messages, in order. */
  readonly media: readonly MediaView[];
}

/** Never throws: parts of the wrong type are left out, the shape rule reports them. */
export function viewRecord(value: unknown): RecordView {
  const record = asObject(value);
  const system = asArray(record.system).flatMap((block, index) => textOf(block, `/system/${index}`));
  const messages = asArray(record.messages).map((message, index) => viewMessage(message, `/messages/${index}`));
  const blocks = messages.flatMap((message) => message.blocks);
  return {
    value,
    system,
    hasSystem: record.system !== undefined,
    messages,
    texts: [...system, ...blocks.filter((block) => block.kind === 'text')],
    media: blocks.filter((block) => block.kind !== 'text' && block.kind !== 'other'),
  };
}

function viewMessage(value: unknown, pointer: string): MessageView {
  const message = asObject(value);
  const blocks = asArray(message.content).map((block, index) => viewBlock(block, `${pointer}/content/${index}`));
  return { pointer, role: message.role, blocks };
}

function viewBlock(value: unknown, pointer: string): BlockView {
  const block = asObject(value);
  const kind = MEDIA_KINDS.find((name) => block[name] !== undefined);
  if (kind === undefined) return textOf(value, pointer)[0] ?? { kind: 'other', pointer };
  const media = asObject(block[kind]);
  const { uri, bucketOwner } = asObject(asObject(media.source).s3Location);
  return { kind, pointer, format: media.format, uri, bucketOwner };
}

function textOf(value: unknown, pointer: string): readonly TextView[] {
  const { text } = asObject(value);
  return typeof text === 'string' ? [{ kind: 'text', pointer: `${pointer}/text`, text }] : [];
}

const NOTHING: Readonly<Record<string, unknown>> = {};

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : NOTHING;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Escapes one step of a JSON pointer (RFC 6901). */
export function pointerStep(step: PropertyKey): string {
  return `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A value as a message shows it: short, JSON. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
