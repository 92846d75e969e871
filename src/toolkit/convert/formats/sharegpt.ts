import type { Conversation, Report, Turn } from '../conversation.ts';
import { below, type Fields, isFields, isList, reportOtherKeys, reportShape, reportTools } from '../json-fields.ts';
import { ListedImages } from './image-placeholders.ts';
import { readSystem } from './openai.ts';

const ROLES: Readonly<Record<string, Turn['role']>> = {
  human: 'user',
  user: 'user',
  gpt: 'assistant',
  assistant: 'assistant',
};
const TOOL_ROLES = ['function_call', 'observation', 'tool', 'function'];

/**
 * ShareGPT and LLaVA records: `conversations` with `from` and `value`, `<image>` in a value for each of `images` (or the one `image`).
 * https://github.com/haotian-liu/LLaVA/blob/main/docs/Finetune_Custom_Data.md
 */
export function readShareGpt(record: Fields, report: Report): Conversation | undefined {
  const { conversations } = record;
  if (!isList(conversations)) {
    reportShape(report, '/conversations', 'a list of messages', conversations);
    return undefined;
  }
  reportTools(report, record, '', ['tools']);
  const key = record.images === undefined ? 'image' : 'images';
  reportOtherKeys(report, record, '', ['conversations', 'system', 'tools', 'id', key]);
  const system = typeof record.system === 'string' && record.system !== '' ? [record.system] : [];
  const turns: Turn[] = [];
  const images = new ListedImages(record[key], below('', key), report);
  for (const [index, message] of conversations.entries()) {
    const pointer = below('/conversations', index);
    if (isFields(message)) readMessage(message, pointer, { system, turns, images, report });
    else reportShape(report, pointer, 'a message', message);
  }
  images.finish(below('', key), report);
  return { system, turns };
}

interface Reading {
  readonly system: string[];
  readonly turns: Turn[];
  readonly images: ListedImages;
  readonly report: Report;
}

function readMessage(message: Fields, pointer: string, reading: Reading): void {
  const { from, value } = message;
  const { report, images } = reading;
  const name = String(from);
  if (TOOL_ROLES.includes(name)) {
    const text = `Expected a conversation without tools, but a message is from ${JSON.stringify(name)}.`;
    report({ code: 'tool-unsupported', severity: 'error', pointer: below(pointer, 'from'), message: text });
    return;
  }
  reportOtherKeys(report, message, pointer, ['from', 'value']);
  if (typeof value !== 'string') {
    reportShape(report, below(pointer, 'value'), 'a text', value);
    return;
  }
  const parts = images.isEmpty ? [{ kind: 'text' as const, text: value }] : images.split(value);
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role !== undefined) reading.turns.push({ role, parts, pointer });
  else if (name === 'system') readSystem(parts, pointer, reading);
  else {
    const text = `Expected messages from human, gpt or system, but one is from ${JSON.stringify(from)}.`;
    report({ code: 'message-role', severity: 'error', pointer: below(pointer, 'from'), message: text });
  }
}
