import type { ContentBlock, SystemContentBlock } from '@aws-sdk/client-bedrock-runtime';
import { z } from 'zod';
import { malformed } from '../refusals.ts';
import type { Conversation } from './conversation.ts';
import { checkTopK, extraneous, isRecord, typeName } from './model-fields.ts';
import { type ConverseQuestion, readConverse } from './read-converse.ts';

/** Top-level keys of Nova's native schema `messages-v1`. */
const BODY_KEYS = new Set(['schemaVersion', 'messages', 'system', 'inferenceConfig', 'toolConfig', 'reasoningConfig']);

/** Settings by their native name, and the older spellings that AWS's notebooks still use. */
const SETTING_NAMES: Readonly<Record<string, keyof NativeSettings>> = {
  maxTokens: 'maxTokens',
  max_new_tokens: 'maxTokens',
  max_tokens: 'maxTokens',
  maxNewTokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  top_p: 'topP',
  topK: 'topK',
  top_k: 'topK',
  stopSequences: 'stopSequences',
  stop_sequences: 'stopSequences',
};

interface NativeSettings {
  readonly maxTokens: unknown;
  readonly temperature: unknown;
  readonly topP: unknown;
  readonly topK: unknown;
  readonly stopSequences: unknown;
}

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'expected base64');
const mediaSource = z.union([
  z.strictObject({ bytes: base64.min(1) }),
  z.strictObject({ s3Location: z.strictObject({ uri: z.string(), bucketOwner: z.string().optional() }) }),
]);
const block = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ image: z.strictObject({ format: z.enum(['png', 'jpeg', 'gif', 'webp']), source: mediaSource }) }),
  z.strictObject({ cachePoint: z.looseObject({}) }),
  z.strictObject({ reasoningContent: z.looseObject({}) }),
  z.strictObject({ video: z.looseObject({}) }),
  z.strictObject({ document: z.looseObject({}) }),
  z.strictObject({ toolUse: z.looseObject({}) }),
  z.strictObject({ toolResult: z.looseObject({}) }),
]);
const bodySchema = z.looseObject({
  schemaVersion: z.literal('messages-v1').optional(),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.array(block) })),
  system: z
    .array(z.union([z.strictObject({ text: z.string() }), z.strictObject({ cachePoint: z.looseObject({}) })]))
    .optional(),
  toolConfig: z.looseObject({}).optional(),
});

/**
 * Reads the body of InvokeModel.
 * @throws ServiceError ValidationException in the words of Bedrock's schema check.
 */
export function readNative(body: Uint8Array): Conversation {
  return readNativeValue(parseBody(body));
}

/** The same of a body that has been parsed. @throws ServiceError ValidationException. */
export function readNativeValue(value: Readonly<Record<string, unknown>>): Conversation {
  const violations = [...keyViolations(value, BODY_KEYS), ...settingViolations(value.inferenceConfig)];
  if (violations.length > 0) throw malformed(violations);
  const parsed = bodySchema.safeParse(value);
  if (!parsed.success) throw malformed(parsed.error.issues.map(describeIssue));
  const { maxTokens, stopSequences } = settingsOf(value.inferenceConfig);
  return readConverse({
    messages: parsed.data.messages.map(({ role, content }) => ({ role, content: content.map(withBytes) })),
    ...(parsed.data.system && { system: parsed.data.system as SystemContentBlock[] }),
    ...(parsed.data.toolConfig && { toolConfig: { tools: [] } }),
    inferenceConfig: { maxTokens, stopSequences: [...stopSequences] },
  });
}

const CONVERSE_KEYS = new Set([
  'messages',
  'system',
  'inferenceConfig',
  'additionalModelRequestFields',
  'additionalModelResponseFieldPaths',
  'toolConfig',
  'guardrailConfig',
  'outputConfig',
  'promptVariables',
  'requestMetadata',
  'performanceConfig',
  'serviceTier',
]);
const CONVERSE_SETTINGS = new Set(['maxTokens', 'temperature', 'topP', 'stopSequences']);

/**
 * Reads a body of Converse that was not sent through Converse: as JSON, with base64 where there are bytes.
 * @throws ServiceError ValidationException.
 */
export function readConverseValue(value: Readonly<Record<string, unknown>>): Conversation {
  const { inferenceConfig: config } = value;
  const violations = [
    ...keyViolations(value, CONVERSE_KEYS),
    ...(isRecord(config) ? Object.keys(config) : [])
      .filter((name) => !CONVERSE_SETTINGS.has(name))
      .map((name) => extraneous('#/inferenceConfig', name)),
    ...settingViolations(config),
  ];
  if (violations.length > 0) throw malformed(violations);
  const { schemaVersion: _native, ...shape } = value;
  const parsed = bodySchema.safeParse(shape);
  if (!parsed.success) throw malformed(parsed.error.issues.map(describeIssue));
  const { maxTokens, stopSequences } = settingsOf(config);
  const { additionalModelRequestFields, toolConfig, guardrailConfig, outputConfig } = value as ConverseQuestion;
  return readConverse({
    messages: parsed.data.messages.map(({ role, content }) => ({ role, content: content.map(withBytes) })),
    ...(parsed.data.system && { system: parsed.data.system as SystemContentBlock[] }),
    inferenceConfig: { maxTokens, stopSequences: [...stopSequences] },
    additionalModelRequestFields,
    toolConfig,
    guardrailConfig,
    outputConfig,
  });
}

function parseBody(body: Uint8Array): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw malformed(['Unable to parse the body as JSON']);
  }
  if (!isRecord(value)) throw malformed([`#: expected type: JSONObject, found: ${typeName(value)}`]);
  return value;
}

function keyViolations(value: Readonly<Record<string, unknown>>, keys: ReadonlySet<string>): readonly string[] {
  const missing = 'messages' in value ? [] : ['#: required key [messages] not found'];
  const extra = Object.keys(value).filter((key) => !keys.has(key));
  return [...missing, ...extra.map((key) => extraneous('#', key))];
}

function settingViolations(config: unknown): readonly string[] {
  if (config === undefined) return [];
  if (!isRecord(config)) return [`#/inferenceConfig: expected type: JSONObject, found: ${typeName(config)}`];
  return Object.entries(config).flatMap(([name, value]) => {
    const place = `#/inferenceConfig/${name}`;
    switch (Object.hasOwn(SETTING_NAMES, name) ? SETTING_NAMES[name] : undefined) {
      case 'maxTokens':
        return Number.isInteger(value) && Number(value) >= 1 ? [] : [`${place}: expected an integer of at least 1`];
      case 'temperature':
      case 'topP':
        return typeof value === 'number' && value >= 0 && value <= 1 ? [] : [`${place}: expected a number from 0 to 1`];
      case 'topK':
        return checkTopK(value, name);
      case 'stopSequences':
        return isStringList(value) ? [] : [`${place}: expected a list of non-empty strings`];
      default:
        return [extraneous('#/inferenceConfig', name)];
    }
  });
}

function settingsOf(config: unknown): { readonly maxTokens?: number; readonly stopSequences: readonly string[] } {
  const entries = isRecord(config) ? Object.entries(config) : [];
  const named = Object.fromEntries(entries.map(([name, value]) => [SETTING_NAMES[name], value]));
  return {
    ...(named.maxTokens !== undefined && { maxTokens: Number(named.maxTokens) }),
    stopSequences: isStringList(named.stopSequences) ? named.stopSequences : [],
  };
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}

/** The native schema carries image bytes as base64 text. */
function withBytes(content: z.infer<typeof block>): ContentBlock {
  // Checked above; blocks that are not read are refused by their name alone.
  if (!('image' in content) || !('bytes' in content.image.source)) return content as unknown as ContentBlock;
  const bytes = Buffer.from(content.image.source.bytes, 'base64');
  return { image: { format: content.image.format, source: { bytes: new Uint8Array(bytes) } } };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = ['#', ...issue.path.map(String)].join('/');
  return `${place}: ${issue.message}`;
}
