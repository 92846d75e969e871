import { z } from 'zod';
import { parseS3Uri } from './s3-uri.ts';
import { estimateTextTokens } from './token-estimate.ts';
import { MAXIMUM_RECORD_TOKENS, RESERVED_STRINGS, type TrainingRules } from './training-rules.ts';

/** An image as a record names it. */
export interface ImageReference {
  readonly bucket: string;
  readonly key: string;
  readonly format: string;
  readonly bucketOwner?: string | undefined;
  /** JSON pointer of the image in its record. */
  readonly pointer: string;
}

/** What training needs of one record: the last turn is the answer, the user turn before it the prompt. */
export interface TrainingRecord {
  readonly system: string;
  readonly prompt: string;
  readonly answer: string;
  readonly images: readonly ImageReference[];
  /** Estimated tokens of all text. */
  readonly textTokens: number;
}

/** Why a line is no training record. `schema` is what the service already refuses at Create. */
export interface RecordProblem {
  readonly kind: 'schema' | 'tokens' | 'content';
  /** JSON pointer inside the record. */
  readonly pointer: string;
  readonly message: string;
}

export type RecordResult =
  | { readonly record: TrainingRecord; readonly problem?: never }
  | { readonly record?: never; readonly problem: RecordProblem };

const textBlock = z.strictObject({ text: z.string() });
const s3Location = z.strictObject({
  // Letters, digits, underscore, hyphen, slash and dot only: what Nova's training reads.
  uri: z.string().regex(/^s3:\/\/[\w\-/.]+$/, 'must start with s3:// and hold only letters, digits and _ - / .'),
  bucketOwner: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .optional(),
});
const imageBlock = z.strictObject({
  image: z.strictObject({ format: z.string(), source: z.strictObject({ s3Location }) }),
});
const reasoningBlock = z.strictObject({
  reasoningContent: z.strictObject({ reasoningText: z.strictObject({ text: z.string() }) }),
});
const recordSchema = z.strictObject({
  schemaVersion: z.literal('bedrock-conversation-2024').optional(),
  system: z.array(textBlock).optional(),
  messages: z
    .array(
      z.strictObject({
        role: z.enum(['user', 'assistant']),
        content: z.array(z.union([textBlock, imageBlock, reasoningBlock])).min(1),
      }),
    )
    .min(1),
});

type RawRecord = z.infer<typeof recordSchema>;
type RawMessage = RawRecord['messages'][number];

/** Reads one JSON line under the rules of a base model. Looks at the record alone: neither S3 nor images are touched. */
export function readRecord(line: string, rules: TrainingRules): RecordResult {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: { kind: 'schema', pointer: '', message: 'is not valid JSON' } };
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    return { problem: schemaProblemOf(parsed.error.issues, []) };
  }
  const problem = findShapeProblem(parsed.data, rules) ?? findContentProblem(parsed.data, rules);
  return problem ? { problem } : { record: toRecord(parsed.data) };
}

/** The first issue; for a content block, that of the kind of block which came closest. */
function schemaProblemOf(issues: readonly z.core.$ZodIssue[], base: readonly PropertyKey[]): RecordProblem {
  const [issue] = issues;
  const path = [...base, ...(issue?.path ?? [])];
  if (issue?.code === 'invalid_union') {
    const branches = issue.errors.map((branch) => schemaProblemOf(branch, path));
    const depth = (problem: RecordProblem) => problem.pointer.split('/').length;
    const closest = branches.reduce((best, next) => (depth(next) > depth(best) ? next : best));
    if (depth(closest) > path.length + 2) return closest;
    return schemaProblem(toPointer(path), 'must be a text or an image with an s3Location');
  }
  return schemaProblem(toPointer(path), issue?.message ?? 'is invalid');
}

function findShapeProblem(record: RawRecord, rules: TrainingRules): RecordProblem | undefined {
  const last = record.messages.length - 1;
  if (last < 1 && !rules.promptsOnly) return schemaProblem('/messages', 'must hold at least 2 messages');
  for (const [index, message] of record.messages.entries()) {
    const pointer = `/messages/${index}`;
    if (message.role !== (index % 2 === 0 ? 'user' : 'assistant')) {
      return schemaProblem(`${pointer}/role`, 'roles must alternate and start with user');
    }
    if (index === last && message.role !== 'assistant' && !rules.promptsOnly) {
      return schemaProblem(`${pointer}/role`, 'the last message must be from the assistant');
    }
    const problem = findBlockProblem(message, pointer, rules);
    if (problem) return problem;
  }
  return undefined;
}

function findBlockProblem(message: RawMessage, pointer: string, rules: TrainingRules): RecordProblem | undefined {
  for (const [index, block] of message.content.entries()) {
    const place = `${pointer}/content/${index}`;
    if ('image' in block) {
      if (message.role === 'assistant') return schemaProblem(place, 'an assistant turn may not hold an image');
      if (!rules.imageFormats.includes(block.image.format)) {
        return schemaProblem(`${place}/image/format`, `format must be one of ${rules.imageFormats.join(', ')}`);
      }
    }
    if ('reasoningContent' in block && !(rules.reasoning && message.role === 'assistant' && index === 0)) {
      return schemaProblem(place, 'reasoningContent is not supported here');
    }
  }
  return undefined;
}

function findContentProblem(record: RawRecord, rules: TrainingRules): RecordProblem | undefined {
  const images = imagesOf(record).length;
  if (images > rules.maximumImages) {
    return content('/messages', `has too many images: ${images}; the maximum is ${rules.maximumImages}`);
  }
  const silent = record.messages.findIndex(
    (message) => textOf(message).trim() === '' && !message.content.some((block) => 'image' in block),
  );
  if (silent >= 0) return content(`/messages/${silent}/content`, 'must not be empty');
  const texts = textsOf(record);
  for (const reserved of RESERVED_STRINGS) {
    if (texts.some((text) => text.includes(reserved))) return content('', `holds the reserved string ${reserved}`);
  }
  const tokens = estimateTextTokens(texts);
  if (tokens > MAXIMUM_RECORD_TOKENS) {
    const message = `Maximum input token count ${tokens} exceeds limit of ${MAXIMUM_RECORD_TOKENS}`;
    return { kind: 'tokens', pointer: '', message };
  }
  return undefined;
}

function toRecord(record: RawRecord): TrainingRecord {
  const answer = record.messages.findLast(({ role }) => role === 'assistant');
  const prompt = record.messages.findLast(({ role }) => role === 'user');
  return {
    system: (record.system ?? []).map((block) => block.text).join('\n'),
    prompt: prompt ? textOf(prompt) : '',
    answer: answer ? textOf(answer) : '',
    images: imagesOf(record),
    textTokens: estimateTextTokens(textsOf(record)),
  };
}

function textOf(message: RawMessage): string {
  return message.content.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n');
}

function textsOf(record: RawRecord): readonly string[] {
  const reasoning = record.messages.flatMap((message) =>
    message.content.flatMap((block) =>
      'reasoningContent' in block ? [block.reasoningContent.reasoningText.text] : [],
    ),
  );
  return [...(record.system ?? []).map((block) => block.text), ...record.messages.map(textOf), ...reasoning];
}

function imagesOf(record: RawRecord): readonly ImageReference[] {
  return record.messages.flatMap((message, turn) =>
    message.content.flatMap((block, index) => {
      if (!('image' in block)) return [];
      const { uri, bucketOwner } = block.image.source.s3Location;
      const pointer = `/messages/${turn}/content/${index}/image`;
      return [{ ...parseS3Uri(uri), format: block.image.format, bucketOwner, pointer }];
    }),
  );
}

function schemaProblem(pointer: string, message: string): RecordProblem {
  return { kind: 'schema', pointer, message };
}

function content(pointer: string, message: string): RecordProblem {
  return { kind: 'content', pointer, message };
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
