import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { StandInExample } from '../stand-in.ts';
import { StandInError } from '../stand-in-error.ts';

/**
 * Reads examples line by line; blank lines are passed over. One line in memory at a time.
 * @throws {StandInError} `STAND_IN_TRAINING` naming file and line of the first line that is no example
 */
export async function* readExamples(file: string): AsyncGenerator<StandInExample, void> {
  const stream = createReadStream(file);
  let line = 0;
  try {
    // readline loses errors of its input: they are thrown where the lines are awaited.
    const failure = new Promise<never>((_, reject) => stream.once('error', reject));
    failure.catch(() => undefined);
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([lines.next(), failure]);
      if (next.done === true) break;
      line += 1;
      if (next.value.trim() !== '') yield parseExample(next.value, `${file}, line ${line}`);
    }
  } finally {
    stream.destroy();
  }
}

function parseExample(text: string, place: string): StandInExample {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StandInError('STAND_IN_TRAINING', `Expected one JSON object per line in ${place}.`, { cause });
  }
  if (isExample(value)) return value;
  const message = `Expected an example with the texts system, prompt and answer and a list of pages in ${place}.`;
  throw new StandInError('STAND_IN_TRAINING', message);
}

function isExample(value: unknown): value is StandInExample {
  if (typeof value !== 'object' || value === null) return false;
  const { system, prompt, answer, pages } = value as Partial<Record<keyof StandInExample, unknown>>;
  const isTexts = [system, prompt, answer].every((text) => typeof text === 'string');
  return isTexts && Array.isArray(pages) && pages.every(isPage);
}

function isPage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { version, lines, appearance } = value as Readonly<Record<string, unknown>>;
  return typeof version === 'string' && Array.isArray(lines) && typeof appearance === 'object' && appearance !== null;
}
