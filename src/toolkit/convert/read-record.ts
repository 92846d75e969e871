import type { Line } from '../lib/json-lines.ts';
import { checkTurns } from './check-turns.ts';
import type { ChatFormat, Conversation, Report } from './conversation.ts';
import { readBedrock } from './formats/bedrock.ts';
import { readHfChat } from './formats/hf-chat.ts';
import { readOpenAi } from './formats/openai.ts';
import { readShareGpt } from './formats/sharegpt.ts';
import { type Fields, isFields, reportShape } from './json-fields.ts';
import type { ProblemCode } from './problem-codes.ts';

/** Reader of each format: the conversation in a record, unless it has none; what is wrong with it is reported. */
const READERS: Readonly<Record<ChatFormat, (record: Fields, report: Report) => Conversation | undefined>> = {
  bedrock: readBedrock,
  openai: readOpenAi,
  'hf-chat': readHfChat,
  sharegpt: readShareGpt,
};

/** Longest line, bytes: ten images of 10 MB as data URLs have 140 MB. */
export const MAX_LINE_BYTES = 160 * 1024 * 1024;

/** The conversation in one line; undefined when there is none, and why is reported. Pure. */
export function readRecord(line: Line, format: ChatFormat, report: Report): Conversation | undefined {
  const error = (code: ProblemCode, message: string) => report({ code, severity: 'error', pointer: '', message });
  if (line.tooLong) {
    error('line-too-long', `Expected at most ${MAX_LINE_BYTES} bytes in a line, but it has ${line.length}.`);
    return undefined;
  }
  let record: unknown;
  try {
    record = JSON.parse(decode(line.bytes));
  } catch (cause) {
    if (cause instanceof SyntaxError) error('json-syntax', `Expected one JSON value, but: ${cause.message}.`);
    else error('line-encoding', 'Expected UTF-8, but some bytes are none.');
    return undefined;
  }
  if (!isFields(record)) {
    reportShape(report, '', 'an object', record);
    return undefined;
  }
  let isWhole = true;
  const conversation = READERS[format](record, (problem) => {
    isWhole &&= problem.severity !== 'error';
    report(problem);
  });
  // What is missing already would be reported a second time as a gap.
  if (isWhole && conversation !== undefined) checkTurns(conversation, report);
  return conversation;
}

/** Passes over a byte order mark. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
