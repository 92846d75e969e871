import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { EXIT, EXIT_OF_FAMILY } from '../exit-codes.ts';
import { type Io, isAnimated, isColoured } from '../io.ts';
import { printError } from './error.ts';
import { formatSeconds } from './progress.ts';
import { formatTable } from './table.ts';

describe('tables', () => {
  it('align columns, count full-width characters twice, and end without blanks', () => {
    const table = formatTable(
      ['name', 'state'],
      [
        ['销售方', 'done'],
        ['a', ''],
      ],
    );
    expect(table.split('\n')).toEqual(['name    state', '销售方  done', 'a']);
  });
});

describe('durations', () => {
  it.each([
    [-1, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [3599, '59 min 59 s'],
    [7261, '2 h 1 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe('a terminal', () => {
  const stream = Object.assign(new Writable(), { isTTY: true });
  const terminal = (env: Io['env']): Io => {
    const { signal } = new AbortController();
    return { stdin: process.stdin, stdout: stream, stderr: stream, env, cwd: '.', signal };
  };

  it.each([
    [{}, true, true],
    [{ NO_COLOR: '1' }, false, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, true],
    [{ CI: 'true' }, false, false],
    [{ CI: 'true', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, false, false],
  ])('with %j: colour %s, animation %s', (env, colour, animation) => {
    expect(isColoured(terminal(env), stream)).toBe(colour);
    expect(isAnimated(terminal(env))).toBe(animation);
  });
});

describe('errors', () => {
  const textFormat = { json: false, verbose: false };

  function outside(signal = new AbortController().signal) {
    const written: string[] = [];
    const stderr = new Writable({
      write: (chunk: Buffer, _, done) => {
        written.push(chunk.toString());
        done();
      },
    });
    const io: Io = { stdin: process.stdin, stdout: stderr, stderr, env: {}, cwd: '.', signal };
    return { io, text: () => written.join('') };
  }

  const known = (family: string) => Object.assign(new Error('what'), { family, code: 'a-code', remedy: 'Do this.' });

  it.each(Object.entries(EXIT_OF_FAMILY))('of the family %s end with %d', (family, exit) => {
    const { io, text } = outside();
    expect(printError(known(family), io, textFormat)).toBe(exit);
    expect(text()).toBe('error a-code: what\nDo this.\n');
  });

  it('that nobody foresaw end with 1 and show where they come from', () => {
    const { io, text } = outside();
    const cause = new RangeError('below');
    expect(printError(new Error('what', { cause }), io, textFormat)).toBe(EXIT.unexpected);
    expect(text()).toMatch(/^error: what\nError: what\n {4}at /);
    expect(text()).toContain('caused by: RangeError: below');
  });

  it('after Ctrl-C are its consequence', () => {
    const { io, text } = outside(AbortSignal.abort());
    expect(printError(new Error('socket closed'), io, { json: true, verbose: false })).toBe(EXIT.interrupted);
    expect(JSON.parse(text())).toEqual({ error: { code: 'interrupted', message: 'Interrupted.' } });
  });
});
