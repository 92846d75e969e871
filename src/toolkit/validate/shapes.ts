import { type Fields, list, type ObjectShape, object, type Shape } from './record-shape.ts';

// The formats of training records as types and keys. What stands together with what, rules say.

const text: Shape = { kind: 'string' };
const any: Shape = { kind: 'any' };
const anyObject: Shape = { ...object({}), open: true };

const source = object({ s3Location: object({ uri: text }, { bucketOwner: text }) });
const media = (more: Fields = {}) => object({ format: text, source }, more);

const block = object(
  {},
  {
    text,
    image: media(),
    video: media(),
    document: media({ name: text }),
    reasoningContent: object({ reasoningText: object({ text }) }),
    toolUse: object({ toolUseId: text, name: text, input: anyObject }),
    toolResult: object({ toolUseId: text, content: list(object({}, { text, json: anyObject })) }, { status: text }),
  },
);

const toolConfig = object(
  {
    tools: list(
      object({ toolSpec: object({ name: text, description: text, inputSchema: object({ json: anyObject }) }) }),
    ),
  },
  { toolChoice: any },
);

/** `bedrock-conversation-2024`. */
const conversation = object(
  { messages: list(object({ role: text, content: list(block) })) },
  { schemaVersion: text, system: list(object({ text })), toolConfig },
);

/** Prompts for a teacher model: the same with text alone. */
const prompt = object(
  { messages: list(object({ role: text, content: list(object({ text })) })) },
  { schemaVersion: text, system: list(object({ text })) },
);

/** The chat completion format of OpenAI; all other fields reach the grader. */
const chat: ObjectShape = {
  ...object(
    { messages: list({ ...object({ role: text, content: text }), open: true }) },
    { id: text, reference_answer: any, tools: list({ ...object({ type: text, function: anyObject }), open: true }) },
  ),
  open: true,
};

/** An image with its caption. */
const caption = object({ 'image-ref': text, caption: text });

export const SHAPES = { conversation, prompt, chat, caption } as const;
export type ShapeName = keyof typeof SHAPES;
