import type { ShapeIssue } from './record-shape.ts';
import type { TextFacts } from './text-facts.ts';

/** JSON pointers are made when a rule has something to say, since nearly all records have nothing wrong. */
export interface Pointed {
  readonly pointer: string;
}

/** A text that stands somewhere in a record. */
export class TextView implements Pointed {
  readonly text: string;
  readonly facts: TextFacts;
  /** The block, or in chats the message, that it stands in. */
  readonly parent: Pointed;
  readonly #field: string;

  constructor(text: string, facts: TextFacts, parent: Pointed, field = '/text') {
    this.text = text;
    this.facts = facts;
    this.parent = parent;
    this.#field = field;
  }

  get pointer(): string {
    return this.parent.pointer + this.#field;
  }
}

export const MEDIA_KINDS = ['image', 'video', 'document'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** An image, video or document; fields as they stand, whatever their type. */
export interface MediaView extends Pointed {
  readonly kind: MediaKind;
  /** Of its message. */
  readonly role: unknown;
  readonly format: unknown;
  readonly uri: unknown;
  readonly bucketOwner: unknown;
  readonly formatPointer: string;
  readonly uriPointer: string;
  readonly ownerPointer: string;
  /** Pointer of the media itself, below that of its content block. */
  readonly mediaPointer: string;
}

/** What else a content block can be. */
export const OTHER_KINDS = ['reasoningContent', 'toolUse', 'toolResult'] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

/** A content block of a message. */
export class BlockView implements Pointed {
  readonly #message: number;
  readonly #index: number;
  readonly value: Fields;
  /** The first kind it has, by the order of the format; undefined for none. */
  readonly kind: 'text' | MediaKind | OtherKind | undefined;
  /** How many kinds it has; 1 in a sound block. */
  readonly kinds: number;

  constructor(message: number, index: number, value: Fields, kind: BlockView['kind'], kinds: number) {
    this.#message = message;
    this.#index = index;
    this.value = value;
    this.kind = kind;
    this.kinds = kinds;
  }

  get pointer(): string {
    return `/messages/${this.#message}/content/${this.#index}`;
  }
}

/** Media in a content block, `{image: {format, source: {s3Location: {uri, bucketOwner}}}}`. */
export class BlockMediaView implements MediaView {
  readonly kind: MediaKind;
  readonly role: unknown;
  readonly format: unknown;
  readonly uri: unknown;
  readonly bucketOwner: unknown;
  readonly #block: Pointed;

  constructor(kind: MediaKind, role: unknown, value: Fields, block: Pointed) {
    const location = asFields(asFields(value.source).s3Location);
    this.kind = kind;
    this.role = role;
    this.format = value.format;
    this.uri = location.uri;
    this.bucketOwner = location.bucketOwner;
    this.#block = block;
  }

  get pointer(): string {
    return this.#block.pointer;
  }
  get mediaPointer(): string {
    return `${this.pointer}/${this.kind}`;
  }
  get formatPointer(): string {
    return `${this.mediaPointer}/format`;
  }
  get uriPointer(): string {
    return `${this.mediaPointer}/source/s3Location/uri`;
  }
  get ownerPointer(): string {
    return `${this.mediaPointer}/source/s3Location/bucketOwner`;
  }
}

export class MessageView implements Pointed {
  readonly #index: number;
  readonly role: unknown;
  /** As it stands. */
  readonly content: unknown;
  readonly blocks: readonly BlockView[];

  constructor(index: number, role: unknown, content: unknown, blocks: readonly BlockView[]) {
    this.#index = index;
    this.role = role;
    this.content = content;
    this.blocks = blocks;
  }

  get pointer(): string {
    return `/messages/${this.#index}`;
  }
}

/** What can be made out of a record, however broken: rules look at this instead of taking JSON apart again. */
export interface RecordView {
  readonly value: unknown;
  readonly fields: Fields;
  /** Where it differs from the types and keys of its format. */
  readonly issues: readonly ShapeIssue[];
  readonly messages: readonly MessageView[];
  /** Texts of system, messages, reasoning and tool results, in order. */
  readonly texts: readonly TextView[];
  /** Media of all messages, in order. */
  readonly media: readonly MediaView[];
  /** Blocks that are neither text nor media, in order, with the role of their message. */
  readonly others: readonly OtherView[];
}

/** A block of reasoning or of tools. */
export interface OtherView {
  readonly kind: OtherKind;
  readonly role: unknown;
  readonly block: BlockView;
}

export type Fields = Readonly<Record<string, unknown>>;
const NOTHING: Fields = {};

export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NOTHING;
}

const NONE: readonly never[] = [];

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE;
}

/** A value as a message shows it: short, JSON. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
