import type { Conversation, Part, Report, Turn } from '../conversation.ts';
import { below, type Fields, isFields, isList, reportOtherKeys, reportShape, reportTools } from '../json-fields.ts';

/**
 * OpenAI chat fine-tuning: `messages` with roles system, developer, user and assistant; content is a string or a list of parts.
 * https://platform.openai.com/docs/guides/vision-fine-tuning · https://platform.openai.com/docs/api-reference/chat/create
 */
export function readOpenAi(record: Fields, report: Report): Conversation | undefined {
  const { messages } = record;
  if (!isList(messages)) {
    reportShape(report, '/messages', 'a list of messages', messages);
    return undefined;
  }
  reportTools(report, record, '', ['tools', 'functions']);
  reportOtherKeys(report, record, '', ['messages', 'tools', 'functions', 'parallel_tool_calls']);
  const system: string[] = [];
  const turns: Turn[] = [];
  for (const [index, message] of messages.entries()) {
    const pointer = below('/messages', index);
    if (isFields(message)) readMessage(message, pointer, { system, turns, report });
    else reportShape(report, pointer, 'a message', message);
  }
  return { system, turns };
}

interface Reading {
  readonly system: string[];
  readonly turns: Turn[];
  readonly report: Report;
}

const TOOL_KEYS = ['tool_calls', 'function_call', 'tool_call_id'];
/** What the answer is, besides its text: without it the record would teach something else. */
const ANSWER_KEYS = ['refusal', 'audio', 'reasoning_content'];

function readMessage(message: Fields, pointer: string, { system, turns, report }: Reading): void {
  const { role, content } = message;
  if (role === 'tool' || role === 'function') {
    const text = `Expected a conversation without tools, but a message has the role ${JSON.stringify(role)}.`;
    report({ code: 'tool-unsupported', severity: 'error', pointer: below(pointer, 'role'), message: text });
    return;
  }
  reportTools(report, message, pointer, TOOL_KEYS);
  for (const key of ANSWER_KEYS) {
    const value = message[key];
    if (value !== undefined && value !== null) reportPart(report, below(pointer, key), key);
  }
  if (message.weight === 0) {
    const text = 'Expected answers that are all trained on, but this one has the weight 0.';
    report({ code: 'weight-unsupported', severity: 'error', pointer: below(pointer, 'weight'), message: text });
  }
  reportOtherKeys(report, message, pointer, ['role', 'content', 'weight', ...TOOL_KEYS, ...ANSWER_KEYS]);
  const parts = readContent(content, below(pointer, 'content'), report);
  if (role === 'user' || role === 'assistant') turns.push({ role, parts, pointer });
  else if (role === 'system' || role === 'developer') readSystem(parts, pointer, { system, turns, report });
  else {
    const text = `Expected one of the roles system, developer, user and assistant, but it is ${JSON.stringify(role)}.`;
    report({ code: 'message-role', severity: 'error', pointer: below(pointer, 'role'), message: text });
  }
}

/** System texts stand before the conversation in every format that can be written. */
export function readSystem(parts: readonly Part[], pointer: string, { system, turns, report }: Reading): void {
  if (turns.length > 0) {
    const message = 'Expected system texts before all other messages, but one comes later.';
    report({ code: 'system-not-first', severity: 'error', pointer, message });
  }
  for (const part of parts) {
    if (part.kind === 'text') system.push(part.text);
    else reportPart(report, part.pointer, 'image in a system text');
  }
}

export function reportPart(report: Report, pointer: string, what: string): void {
  const message = `Expected texts and images, but this is ${JSON.stringify(what)}.`;
  report({ code: 'part-unsupported', severity: 'error', pointer, message });
}

function readContent(content: unknown, pointer: string, report: Report): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (content === null || content === undefined) return [];
  if (!isList(content)) {
    reportShape(report, pointer, 'a text or a list of parts', content);
    return [];
  }
  return content.flatMap((part, index) => readPart(part, below(pointer, index), report));
}

function readPart(part: unknown, pointer: string, report: Report): Part[] {
  if (!isFields(part)) {
    reportShape(report, pointer, 'a part', part);
    return [];
  }
  reportOtherKeys(report, part, pointer, ['type', 'text', 'image_url']);
  if (part.type === 'text') {
    if (typeof part.text === 'string') return [{ kind: 'text', text: part.text }];
    reportShape(report, below(pointer, 'text'), 'a text', part.text);
    return [];
  }
  if (part.type !== 'image_url') {
    reportPart(report, below(pointer, 'type'), String(part.type));
    return [];
  }
  const image = part.image_url;
  // `detail` is how closely OpenAI's models look; Nova decides by the size of the image.
  if (isFields(image)) reportOtherKeys(report, image, below(pointer, 'image_url'), ['url', 'detail']);
  const [source, place] = isFields(image)
    ? [image.url, below(pointer, 'image_url', 'url')]
    : [image, below(pointer, 'image_url')];
  if (typeof source === 'string') return [{ kind: 'image', source, pointer: place }];
  reportShape(report, place, 'the URL of an image', source);
  return [];
}

/** @param url makes the URL of the image that `source` names */
export function writeOpenAi({ system, turns }: Conversation, url: (source: string) => string): unknown {
  return {
    messages: [
      ...system.map((content) => ({ role: 'system', content })),
      ...turns.map(({ role, parts }) => ({ role, content: writeContent(parts, url) })),
    ],
  };
}

function writeContent(parts: readonly Part[], url: (source: string) => string): unknown {
  const [only, second] = parts;
  if (only?.kind === 'text' && second === undefined) return only.text;
  return parts.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', image_url: { url: url(part.source) } },
  );
}
