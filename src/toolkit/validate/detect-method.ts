import type { Method } from '../model/nova.ts';
import { asFields, asList } from './record-view.ts';

/** Records looked at. */
const MOST_RECORDS = 20;

/**
 * Tells the method from the first records; undefined when none says anything. The first record with a sign decides:
 * `image-ref` → canvas; contents that are plain texts, or a reference answer → rft; a prompt without an answer →
 * distillation; anything else with messages → sft.
 */
export function detectMethod(lines: Iterable<string>): Method | undefined {
  let left = MOST_RECORDS;
  for (const line of lines) {
    const method = methodOf(parse(line));
    if (method !== undefined) return method;
    left -= 1;
    if (left === 0) return undefined;
  }
  return undefined;
}

function methodOf(value: unknown): Method | undefined {
  const record = asFields(value);
  if ('image-ref' in record || ('caption' in record && !('messages' in record))) return 'canvas';
  if ('reference_answer' in record) return 'rft';
  const messages = asList(record.messages);
  if (messages.length === 0) return undefined;
  if (messages.some((message) => typeof asFields(message).content === 'string')) return 'rft';
  const [only, second] = messages;
  const blocks = asList(asFields(only).content);
  const isPrompt = second === undefined && asFields(only).role === 'user' && blocks.length === 1;
  return isPrompt && typeof asFields(blocks[0]).text === 'string' ? 'distillation' : 'sft';
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line.startsWith('\uFEFF') ? line.slice(1) : line);
  } catch {
    return undefined;
  }
}
