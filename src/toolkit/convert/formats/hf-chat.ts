import type { Conversation, Part, Report, Turn } from '../conversation.ts';
import { below, type Fields, isFields, isList, reportOtherKeys, reportShape, reportTools } from '../json-fields.ts';
import { ListedImages } from './image-placeholders.ts';
import { readSystem, reportPart } from './openai.ts';

/**
 * Chat records as the Hugging Face trainers take them: `messages` whose content is a string (perhaps with `<image>`) or a list of
 * `text` and `image` parts, and `images` in the order of their places.
 * https://huggingface.co/docs/trl/dataset_formats#vision-datasets
 */
export function readHfChat(record: Fields, report: Report): Conversation | undefined {
  const { messages } = record;
  if (!isList(messages)) {
    reportShape(report, '/messages', 'a list of messages', messages);
    return undefined;
  }
  reportTools(report, record, '', ['tools']);
  const key = record.images === undefined ? 'image' : 'images';
  reportOtherKeys(report, record, '', ['messages', 'tools', key]);
  const reading = {
    system: [] as string[],
    turns: [] as Turn[],
    report,
    images: new ListedImages(record[key], below('', key), report),
  };
  for (const [index, message] of messages.entries()) {
    const pointer = below('/messages', index);
    if (isFields(message)) readMessage(message, pointer, reading);
    else reportShape(report, pointer, 'a message', message);
  }
  reading.images.finish(below('', key), report);
  return { system: reading.system, turns: reading.turns };
}

interface Reading {
  readonly system: string[];
  readonly turns: Turn[];
  readonly report: Report;
  readonly images: ListedImages;
}

function readMessage(message: Fields, pointer: string, reading: Reading): void {
  const { role } = message;
  const { report } = reading;
  reportTools(report, message, pointer, ['tool_calls', 'function_call']);
  reportOtherKeys(report, message, pointer, ['role', 'content', 'tool_calls', 'function_call']);
  const parts = readContent(message.content, below(pointer, 'content'), reading);
  if (role === 'user' || role === 'assistant') reading.turns.push({ role, parts, pointer });
  else if (role === 'system') readSystem(parts, pointer, reading);
  else {
    const text = `Expected one of the roles system, user and assistant, but it is ${JSON.stringify(role)}.`;
    report({ code: 'message-role', severity: 'error', pointer: below(pointer, 'role'), message: text });
  }
}

function readContent(content: unknown, pointer: string, { report, images }: Reading): Part[] {
  // Without a list of images `<image>` is a text like any other.
  if (typeof content === 'string') return images.isEmpty ? [{ kind: 'text', text: content }] : images.split(content);
  if (content === null || content === undefined) return [];
  if (!isList(content)) {
    reportShape(report, pointer, 'a text or a list of parts', content);
    return [];
  }
  return content.flatMap((part, index) => readPart(part, below(pointer, index), report, images));
}

function readPart(part: unknown, pointer: string, report: Report, images: ListedImages): Part[] {
  if (!isFields(part)) {
    reportShape(report, pointer, 'a part', part);
    return [];
  }
  reportOtherKeys(report, part, pointer, ['type', 'text', 'image', 'path', 'url']);
  if (part.type === 'text') {
    if (typeof part.text === 'string') return [{ kind: 'text', text: part.text }];
    reportShape(report, below(pointer, 'text'), 'a text', part.text);
    return [];
  }
  if (part.type !== 'image') {
    reportPart(report, below(pointer, 'type'), String(part.type));
    return [];
  }
  const key = ['image', 'path', 'url'].find((name) => typeof part[name] === 'string');
  return key === undefined
    ? images.take()
    : [{ kind: 'image', source: String(part[key]), pointer: below(pointer, key) }];
}

/** @param path makes the path of the image that `source` names */
export function writeHfChat({ system, turns }: Conversation, path: (source: string) => string): unknown {
  const images = turns.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'image' ? [path(part.source)] : [])),
  );
  const write = (part: Part) => (part.kind === 'text' ? { type: 'text', text: part.text } : { type: 'image' });
  return {
    messages: [
      ...system.map((text) => ({ role: 'system', content: [{ type: 'text', text }] })),
      ...turns.map(({ role, parts }) => ({ role, content: parts.map(write) })),
    ],
    images,
  };
}
