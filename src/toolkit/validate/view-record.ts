import { shapeIssues } from './record-shape.ts';
import {
  asFields,
  asList,
  BlockMediaView,
  BlockView,
  type Fields,
  MEDIA_KINDS,
  type MediaKind,
  type MediaView,
  MessageView,
  OTHER_KINDS,
  type OtherView,
  type Pointed,
  type RecordView,
  TextView,
} from './record-view.ts';
import { SHAPES, type ShapeName } from './shapes.ts';
import type { TextMemory } from './text-facts.ts';

const ROOT: Pointed = { pointer: '' };
const FIRST_SYSTEM: Pointed = { pointer: '/system/0' };

/** Never throws: parts of the wrong type are left out, the shape rule reports them. */
export function viewRecord(value: unknown, shape: ShapeName, memory: TextMemory): RecordView {
  const view = new OpenRecordView(value, shape, memory);
  if (shape === 'caption') view.readCaption();
  else view.readConversation(shape === 'chat');
  return view;
}

class OpenRecordView implements RecordView {
  readonly value: unknown;
  readonly fields: Fields;
  readonly issues: RecordView['issues'];
  readonly messages: MessageView[] = [];
  readonly texts: TextView[] = [];
  readonly media: MediaView[] = [];
  readonly others: OtherView[] = [];
  readonly #memory: TextMemory;

  constructor(value: unknown, shape: ShapeName, memory: TextMemory) {
    this.value = value;
    this.fields = asFields(value);
    this.issues = shapeIssues(value, SHAPES[shape]);
    this.#memory = memory;
  }

  readCaption(): void {
    if ('image-ref' in this.fields) this.media.push(new ImageReference(this.fields['image-ref']));
    this.#addText(this.fields.caption, ROOT, '/caption');
  }

  readConversation(chat: boolean): void {
    const { system, messages } = this.fields;
    const parts = asList(system);
    for (let index = 0; index < parts.length; index++)
      this.#addText(asFields(parts[index]).text, index === 0 ? FIRST_SYSTEM : { pointer: `/system/${index}` });
    const list = asList(messages);
    for (let index = 0; index < list.length; index++) {
      const { role, content } = asFields(list[index]);
      const blocks = chat ? NO_BLOCKS : this.#addBlocks(index, role, content);
      const message = new MessageView(index, role, content, blocks);
      this.messages.push(message);
      if (chat) this.#addText(content, message, '/content');
    }
  }

  #addText(text: unknown, parent: Pointed, field?: string): void {
    if (typeof text !== 'string') return;
    this.texts.push(new TextView(text, this.#memory.look(text, this.texts.length), parent, field));
  }

  #addBlocks(message: number, role: unknown, content: unknown): readonly BlockView[] {
    const list = asList(content);
    const blocks: BlockView[] = [];
    for (let index = 0; index < list.length; index++) {
      const value = asFields(list[index]);
      const block = viewBlock(message, index, value);
      blocks.push(block);
      const { kind } = block;
      if (kind === 'text') this.#addText(value.text, block);
      else if (kind === 'image' || kind === 'video' || kind === 'document')
        this.media.push(new BlockMediaView(kind, role, asFields(value[kind]), block));
      else if (kind !== undefined) {
        this.others.push({ kind, role, block });
        this.#addInnerTexts(kind, asFields(value[kind]), block);
      }
    }
    return blocks;
  }

  /** Texts inside reasoning and tool results count for reserved strings and tokens too. */
  #addInnerTexts(kind: OtherView['kind'], value: Fields, block: Pointed): void {
    if (kind === 'reasoningContent') {
      this.#addText(asFields(value.reasoningText).text, block, '/reasoningContent/reasoningText/text');
    } else if (kind === 'toolResult') {
      for (const [index, part] of asList(value.content).entries())
        this.#addText(asFields(part).text, block, `/toolResult/content/${index}/text`);
    }
  }
}

const NO_BLOCKS: readonly BlockView[] = [];

/** Kinds of blocks; of several in one block, the first here counts. */
const KINDS = [...MEDIA_KINDS, 'text', ...OTHER_KINDS] as const;
const KNOWN_KINDS: ReadonlySet<string> = new Set(KINDS);

function viewBlock(message: number, index: number, value: Fields): BlockView {
  let kind: BlockView['kind'];
  let kinds = 0;
  for (const key in value) {
    if (value[key] === undefined || !KNOWN_KINDS.has(key)) continue;
    kinds += 1;
    kind = kinds === 1 ? (key as BlockView['kind']) : KINDS.find((one) => value[one] !== undefined);
  }
  return new BlockView(message, index, value, kind, kinds);
}

/** The image of a Canvas record, `{"image-ref": "s3://…", "caption": "…"}`. */
class ImageReference implements MediaView {
  readonly kind: MediaKind = 'image';
  readonly role = undefined;
  readonly format = undefined;
  readonly bucketOwner = undefined;
  readonly uri: unknown;
  readonly pointer = '/image-ref';
  readonly mediaPointer = '/image-ref';
  readonly formatPointer = '/image-ref';
  readonly uriPointer = '/image-ref';
  readonly ownerPointer = '/image-ref';

  constructor(uri: unknown) {
    this.uri = uri;
  }
}
