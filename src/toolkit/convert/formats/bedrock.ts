import { EXAMPLE_SCHEMA_VERSION, type Example, type ImageBlock } from '../../model/example.ts';
import type { Conversation, Part, Report, Turn } from '../conversation.ts';
import { below, type Fields, isFields, isList, reportOtherKeys, reportShape, reportTools } from '../json-fields.ts';
import { reportPart } from './openai.ts';

/**
 * Bedrock conversations, `bedrock-conversation-2024`.
 * https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html
 */
export function readBedrock(record: Fields, report: Report): Conversation | undefined {
  const { messages, system = [] } = record;
  if (!isList(messages) || !isList(system)) {
    const [key, value] = isList(messages) ? ['/system', system] : ['/messages', messages];
    reportShape(report, key, 'a list', value);
    return undefined;
  }
  reportTools(report, record, '', ['toolConfig']);
  reportOtherKeys(report, record, '', ['schemaVersion', 'system', 'messages', 'toolConfig']);
  const texts = system.flatMap((block, index) => {
    if (isFields(block) && typeof block.text === 'string') return [block.text];
    reportShape(report, below('/system', index, 'text'), 'a text', isFields(block) ? block.text : block);
    return [];
  });
  const turns = messages.flatMap((message, index) => readMessage(message, below('/messages', index), report));
  return { system: texts, turns };
}

function readMessage(message: unknown, pointer: string, report: Report): Turn[] {
  if (!isFields(message) || !isList(message.content)) {
    reportShape(report, below(pointer, 'content'), 'a list of blocks', isFields(message) ? message.content : message);
    return [];
  }
  const { role, content } = message;
  reportOtherKeys(report, message, pointer, ['role', 'content']);
  const parts = content.flatMap((block, index) => readBlock(block, below(pointer, 'content', index), report));
  if (role === 'user' || role === 'assistant') return [{ role, parts, pointer }];
  const text = `Expected one of the roles user and assistant, but it is ${JSON.stringify(role)}.`;
  report({ code: 'message-role', severity: 'error', pointer: below(pointer, 'role'), message: text });
  return [];
}

function readBlock(block: unknown, pointer: string, report: Report): Part[] {
  if (!isFields(block)) {
    reportShape(report, pointer, 'a block', block);
    return [];
  }
  if (typeof block.text === 'string') return [{ kind: 'text', text: block.text }];
  if (!isFields(block.image)) {
    reportPart(report, pointer, Object.keys(block).join(', '));
    return [];
  }
  const location = isFields(block.image.source) ? block.image.source.s3Location : undefined;
  const uri = isFields(location) ? location.uri : undefined;
  const place = below(pointer, 'image', 'source', 's3Location', 'uri');
  if (typeof uri === 'string') return [{ kind: 'image', source: uri, pointer: place }];
  reportShape(report, place, 'the URI of an image', uri);
  return [];
}

/** @param block makes the block of the image that `source` names */
export function writeBedrock({ system, turns }: Conversation, block: (source: string) => ImageBlock): Example {
  return {
    schemaVersion: EXAMPLE_SCHEMA_VERSION,
    ...(system.length > 0 && { system: system.map((text) => ({ text })) }),
    messages: turns.map(({ role, parts }) => ({
      role,
      content: parts.map((part) => (part.kind === 'text' ? { text: part.text } : block(part.source))),
    })),
  };
}
