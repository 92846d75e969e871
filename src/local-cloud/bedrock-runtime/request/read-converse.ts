import type {
  ContentBlock,
  ConverseRequest,
  ImageBlock,
  Message,
  SystemContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { invalid, malformed, notRead } from '../refusals.ts';
import type { Conversation, ImageReference, Turn } from './conversation.ts';
import { readModelFields } from './model-fields.ts';

/** The members of Converse and ConverseStream that say what is asked. */
export type ConverseQuestion = Pick<
  ConverseRequest,
  | 'messages'
  | 'system'
  | 'inferenceConfig'
  | 'additionalModelRequestFields'
  | 'toolConfig'
  | 'guardrailConfig'
  | 'outputConfig'
>;

/**
 * Reads a Converse request under the rules of a conversation.
 * @throws ServiceError ValidationException, in Bedrock's words where they are known.
 */
export function readConverse(request: ConverseQuestion): Conversation {
  if (request.toolConfig) throw notRead('toolConfig', 'tools');
  if (request.guardrailConfig) throw notRead('guardrailConfig', 'guardrails');
  if (request.outputConfig?.textFormat) throw notRead('outputConfig', 'output schemas');
  const violations = readModelFields(request.additionalModelRequestFields);
  if (violations.length > 0) throw malformed(violations);
  const turns = (request.messages ?? []).map(readMessage);
  checkTurns(turns);
  const { maxTokens, stopSequences = [] } = request.inferenceConfig ?? {};
  return {
    system: (request.system ?? []).flatMap(readSystem),
    turns,
    settings: { maxTokens, stopSequences },
  };
}

function checkTurns(turns: readonly Turn[]): void {
  if (turns[0]?.role !== 'user') {
    throw invalid(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  if (turns.some((turn, index) => turn.role === turns[index - 1]?.role)) {
    throw invalid(
      'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
    );
  }
}

function readSystem(block: SystemContentBlock, index: number): readonly string[] {
  if (block.text !== undefined) return [block.text];
  if (block.cachePoint) return [];
  throw notRead(`system.${index}`, 'this kind of block');
}

function readMessage({ role, content = [] }: Message, index: number): Turn {
  const place = `messages.${index}`;
  if (role !== 'user' && role !== 'assistant') throw notRead(`${place}.role`, `messages of the role ${role}`);
  if (content.length === 0) {
    throw invalid(
      `The content field in the Message object at ${place} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  const texts: string[] = [];
  const images: ImageReference[] = [];
  for (const [position, block] of content.entries()) {
    const at = `${place}.content.${position}`;
    if (block.text !== undefined) texts.push(checkText(block.text, at));
    else if (block.image) images.push(readImage(block.image, role, at));
    else checkIgnored(block, at);
  }
  return { role, texts, images };
}

function checkText(text: string, place: string): string {
  if (text.trim() !== '') return text;
  throw invalid(
    `The text field in the ContentBlock object at ${place} is blank. Add text to the text field, and try again.`,
  );
}

function readImage({ format, source }: ImageBlock, role: string, at: string): ImageReference {
  const place = `${at}.image`;
  if (role !== 'user') throw invalid(`${place}: only a message of the user may hold an image.`);
  if (source?.bytes) return { format: format ?? '', place, source: { bytes: source.bytes } };
  if (source?.s3Location?.uri !== undefined) {
    return {
      format: format ?? '',
      place,
      source: { uri: source.s3Location.uri, bucketOwner: source.s3Location.bucketOwner },
    };
  }
  throw invalid(`${place}.source: expected bytes or s3Location.`);
}

/** Blocks that carry no question may pass; anything else must not be dropped in silence. */
function checkIgnored(block: ContentBlock, place: string): void {
  if (block.cachePoint || block.reasoningContent) return;
  const kind = Object.keys(block).find((key) => key !== '$unknown') ?? 'this kind of block';
  throw notRead(`${place}.${kind}`, kind === 'video' || kind === 'document' ? `${kind}s` : `${kind} blocks`);
}
