import { isBucketName, isMediaKey } from '../../lib/s3-uri.ts';
import { EXAMPLE_SCHEMA_VERSION } from '../../model/example.ts';
import type { Method } from '../../model/nova.ts';
import { asFields, asList, MEDIA_KINDS } from '../record-view.ts';

/** One thing that was changed. */
export interface Change {
  /** Code of the finding that it answers. */
  readonly code: string;
  readonly message: string;
  /** JSON pointer in the record; absent when the line as text was changed. */
  readonly pointer?: string;
}

export interface FixContext {
  readonly method: Method;
  /** Bucket that media are in. Where it is known, only URIs that begin with it get their scheme. */
  readonly bucket?: string | undefined;
}

type Open = Record<string, unknown>;

const isObject = (value: unknown): value is Open => asFields(value) === value;

/** Corrects what has one possible correction, in place; says what. Never guesses: texts, labels and unknown keys stay. */
export function fixRecord(value: unknown, context: FixContext): readonly Change[] {
  const changes: Change[] = [];
  if (!isObject(value)) return changes;
  if (context.method === 'canvas') {
    fixUri(value, 'image-ref', '', context, changes);
    return changes;
  }
  for (const [index, message] of asList(value.messages).entries())
    if (isObject(message)) fixMessage(message, `/messages/${index}`, context, changes);
  return changes;
}

/** The record with the version of its format as first key; undefined when it has one or needs none. */
export function withSchemaVersion(value: unknown, { method }: FixContext): Open | undefined {
  if (!isObject(value) || method === 'rft' || method === 'canvas') return undefined;
  if ('schemaVersion' in value || !Array.isArray(value.messages)) return undefined;
  return { schemaVersion: EXAMPLE_SCHEMA_VERSION, ...value };
}

function fixMessage(message: Open, pointer: string, context: FixContext, changes: Change[]): void {
  const { role } = message;
  const spelling = typeof role === 'string' ? role.trim().toLowerCase() : undefined;
  const known = spelling === 'user' || spelling === 'assistant' || (spelling === 'system' && context.method === 'rft');
  if (known && spelling !== role) {
    message.role = spelling;
    changes.push({ code: 'message-role', pointer: `${pointer}/role`, message: `${show(role)} → ${show(spelling)}` });
  }
  for (const [index, block] of asList(message.content).entries())
    for (const kind of MEDIA_KINDS) {
      const media = asFields(block)[kind];
      if (isObject(media)) fixMedia(media, `${pointer}/content/${index}/${kind}`, context, changes);
    }
}

/** Spellings of formats that the wire does not take, in lower case. */
const FORMATS: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  jpe: 'jpeg',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
};
const KNOWN_FORMATS = new Set(['png', 'jpeg', 'gif', 'webp', 'mov', 'mkv', 'mp4', 'webm', 'pdf']);

function fixMedia(media: Open, pointer: string, context: FixContext, changes: Change[]): void {
  const { format } = media;
  if (typeof format === 'string') {
    const lower = format.toLowerCase();
    const spelling = FORMATS[lower] ?? lower;
    if (spelling !== format && KNOWN_FORMATS.has(spelling)) {
      media.format = spelling;
      const code = pointer.endsWith('/image')
        ? 'image-format'
        : pointer.endsWith('/video')
          ? 'video-format'
          : 'document-format';
      changes.push({ code, pointer: `${pointer}/format`, message: `${show(format)} → ${show(spelling)}` });
    }
  }
  const location = asFields(asFields(media.source).s3Location);
  if (isObject(location)) fixUri(location, 'uri', `${pointer}/source/s3Location`, context, changes);
}

function fixUri(holder: Open, key: string, pointer: string, { bucket }: FixContext, changes: Change[]): void {
  const uri = holder[key];
  if (typeof uri !== 'string') return;
  const fixed = withScheme(uri, bucket);
  if (fixed === undefined) return;
  holder[key] = fixed;
  changes.push({ code: 's3-uri', pointer: `${pointer}/${key}`, message: `${show(uri)} → ${show(fixed)}` });
}

/** `bucket/key` and `S3://bucket/key` with the scheme as it must be; undefined for all else. */
function withScheme(uri: string, bucket: string | undefined): string | undefined {
  if (uri.startsWith('s3://')) return undefined;
  const bare = uri.replace(/^s3:\/+/i, '');
  const slash = bare.indexOf('/');
  const [name, key] = [bare.slice(0, slash), bare.slice(slash + 1)];
  if (slash === -1 || !isBucketName(name) || !isMediaKey(key) || key.endsWith('/')) return undefined;
  return bucket === undefined || bucket === name ? `s3://${bare}` : undefined;
}

const show = (value: unknown) => JSON.stringify(value);
