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

const blankLine = {
  code: 'blank-line',
  severity: 'warning',
  remedy: 'Remove the line.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

const lineTooLong = {
  code: 'line-too-long',
  severity: 'error',
  remedy: 'Shorten the record; images are referred to by URI, never embedded.',
  source: SOURCES.novaGuide,
} as const satisfies Rule;

const lineEncoding = {
  code: 'line-encoding',
  severity: 'error',
  remedy: 'Save the file as UTF-8.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

const jsonSyntax = {
  code: 'json-syntax',
  severity: 'error',
  remedy: 'Write one whole JSON object on each line.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

/** Harmless until files are joined: then the last record and the first of the next file share a line. */
const lastLineEnd = {
  code: 'last-line-end',
  severity: 'info',
  remedy: 'End the last line with a line feed.',
  source: SOURCES.jsonLines,
} as const satisfies Rule;

export const LINE_RULES: readonly Rule[] = [
  byteOrderMark,
  carriageReturn,
  blankLine,
  lineTooLong,
  lineEncoding,
  jsonSyntax,
  lastLineEnd,
];

/** What a line gave: at most one record. What is wrong with the text itself has been reported. */
export interface ParsedLine {
  /** Absent for blank and unreadable lines. */
  readonly record?: { readonly value: unknown };
  readonly blank?: boolean;
}

type ReportLine = (rule: Rule, violation: Violation) => void;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const MARK = '\uFEFF';
const NOTHING: ParsedLine = {};
const BLANK: ParsedLine = { blank: true };

/** Reads a line. `firstReturn` says whether a CRLF line end would be the first of the file: it is reported once. */
export function parseLine(line: Line, maxLineBytes: number, firstReturn: boolean, report: ReportLine): ParsedLine {
  if (line.end === 'crlf' && firstReturn)
    report(carriageReturn, {
      message: 'Expected lines to end with a line feed, but this one ends with carriage return and line feed.',
    });
  if (line.tooLong) {
    report(lineTooLong, { message: `Expected at most ${maxLineBytes} bytes in a line, but got ${line.length}.` });
    return NOTHING;
  }
  const text = decode(line.bytes);
  if (text === undefined) {
    report(lineEncoding, { message: 'Expected UTF-8, but the line has bytes that are not.' });
    return NOTHING;
  }
  const marked = line.number === 1 && text.startsWith(MARK);
  if (marked) report(byteOrderMark, { message: 'Expected the first record, but a byte order mark stands before it.' });
  return parseText(marked ? text.slice(1) : text, line, report);
}

function parseText(text: string, line: Line, report: ReportLine): ParsedLine {
  if (isBlank(text)) {
    report(blankLine, { message: 'Expected a record, but the line is blank.' });
    return BLANK;
  }
  if (line.end === 'none')
    report(lastLineEnd, { message: 'Expected a line feed after the last record, but the file ends without one.' });
  try {
    return { record: { value: JSON.parse(text) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report(jsonSyntax, { message: `Expected a JSON object: ${reason}.` });
    return NOTHING;
  }
}

const NOT_BLANK = /\S/;
const isBlank = (text: string) => !text.startsWith('{') && !NOT_BLANK.test(text);

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
