import type { Line } from '../lib/json-lines.ts';
import { type Rule, SOURCES, type Violation } from './rule.ts';

// Rules about lines as text, before there is a record.

export const byteOrderMark = {
  code: 'byte-order-mark',
  severity: 'warning',
  remedy: 'Save the file as UTF-8 without a byte order mark.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

export const carriageReturn = {
  code: 'carriage-return',
  severity: 'info',
  remedy: 'End lines with a line feed alone.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

export const blankLine = {
  code: 'blank-line',
  severity: 'warning',
  remedy: 'Remove the line.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

export const lineTooLong = {
  code: 'line-too-long',
  severity: 'error',
  remedy: 'Shorten the record; images are referred to by URI, never embedded.',
  source: SOURCES.novaGuide,
} as const satisfies Rule;

export const lineEncoding = {
  code: 'line-encoding',
  severity: 'error',
  remedy: 'Save the file as UTF-8.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

export const jsonSyntax = {
  code: 'json-syntax',
  severity: 'error',
  remedy: 'Write one whole JSON object on each line.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

export const LINE_RULES: readonly Rule[] = [
  byteOrderMark,
  carriageReturn,
  blankLine,
  lineTooLong,
  lineEncoding,
  jsonSyntax,
];

/** What a line gave: at most one record, and what is wrong with it as text. */
export interface ParsedLine {
  readonly problems: readonly (readonly [Rule, Violation])[];
  /** Absent for blank and unreadable lines. */
  readonly record?: { readonly value: unknown };
  readonly blank?: boolean;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const MARK = '\uFEFF';

/** Reads a line. `firstReturn` says whether a CRLF line end would be the first of the file: it is reported once. */
export function parseLine(line: Line, maxLineBytes: number, firstReturn: boolean): ParsedLine {
  const problems: (readonly [Rule, Violation])[] = [];
  if (line.end === 'crlf' && firstReturn) {
    problems.push([
      carriageReturn,
      { message: 'Expected lines to end with a line feed, but this one ends with carriage return and line feed.' },
    ]);
  }
  if (line.tooLong) {
    problems.push([
      lineTooLong,
      { message: `Expected at most ${maxLineBytes} bytes in a line, but got ${line.length}.` },
    ]);
    return { problems };
  }
  const text = decode(line.bytes);
  if (text === undefined) {
    problems.push([lineEncoding, { message: 'Expected UTF-8, but the line has bytes that are not.' }]);
    return { problems };
  }
  const marked = line.number === 1 && text.startsWith(MARK);
  if (marked)
    problems.push([byteOrderMark, { message: 'Expected the first record, but a byte order mark stands before it.' }]);
  const content = marked ? text.slice(1) : text;
  if (content.trim() === '') {
    problems.push([blankLine, { message: 'Expected a record, but the line is blank.' }]);
    return { problems, blank: true };
  }
  try {
    const value: unknown = JSON.parse(content);
    return { problems, record: { value } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push([jsonSyntax, { message: `Expected a JSON object: ${reason}.` }]);
    return { problems };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
