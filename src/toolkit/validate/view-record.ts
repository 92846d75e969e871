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
  readonly system: TextView[] = [];
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
    if (system !== undefined) {
      for (const [index, part] of asList(system).entries()) {
        const text = this.#addText(asFields(part).text, { pointer: `/system/${index}` });
        if (text !== undefined) this.system.push(text);
      }
    }
    const list = asList(messages);
    for (let index = 0; index < list.length; index++) {
      const { role, content } = asFields(list[index]);
      const message = new MessageView(index, role, content);
      this.messages.push(message);
      if (chat) {
        const text = this.#addText(content, message, '/content');
        if (text !== undefined) message.texts.push(text);
      } else this.#addBlocks(message);
    }
  }

  #addText(text: unknown, parent: Pointed, field?: string): TextView | undefined {
    if (typeof text !== 'string') return undefined;
    const view = new TextView(this.#memory.look(text, this.texts.length), parent, field);
    this.texts.push(view);
    return view;
  }

  #addBlocks(message: MessageView): void {
    const list = asList(message.content);
    for (let index = 0; index < list.length; index++) {
      const value = asFields(list[index]);
      const block = viewBlock(message, index, value);
      message.blocks.push(block);
      const { kind } = block;
      if (kind === 'text') {
        const text = this.#addText(value.text, block);
        if (text !== undefined) message.texts.push(text);
      } else if (kind === 'image' || kind === 'video' || kind === 'document') {
        const media = new BlockMediaView(kind, asFields(value[kind]), block);
        message.media.push(media);
        this.media.push(media);
      } else if (kind !== undefined) {
        this.others.push({ kind, role: message.role, block });
        this.#addInnerTexts(kind, asFields(value[kind]), block);
      }
    }
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

const KINDS = [...MEDIA_KINDS, 'text', ...OTHER_KINDS] as const;

function viewBlock(message: MessageView, index: number, value: Fields): BlockView {
  let first: BlockView['kind'];
  let kinds = 0;
  for (const kind of KINDS) {
    if (value[kind] === undefined) continue;
    first ??= kind;
    kinds += 1;
  }
  return new BlockView(message, index, value, first, kinds);
}

/** The image of a Canvas record, `{"image-ref": "s3://…", "caption": "…"}`. */
class ImageReference implements MediaView {
  readonly kind: MediaKind = 'image';
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
