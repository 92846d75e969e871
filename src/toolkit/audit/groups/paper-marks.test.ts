import { describe, expect, it } from 'vitest';
import { kindOf, paperMarks } from './paper-marks.ts';
import { pageWith } from './testing/papers.mts';

describe('paperMarks', () => {
  it.each([
    ['¥38266.00', ['n3826600']],
    ['￥３８２６６．００', ['n3826600']],
    ['11247. 863248', ['n11247863248']],
    ['2017年04月18日', ['n20170418']],
    ['No 09750785', ['n09750785']],
    ['A-20931', ['na20931']],
    ['17%', []],
    ['010-62554290 95', ['n01062554290']],
    ['佳作天成（北京）科技有限公司', ['t佳作天成北京科技有限公司']],
  ])('of %s', (text, expected) => {
    expect(paperMarks(pageWith([text]))).toEqual(expected);
  });

  it('takes long numbers apart at places that depend on their digits alone', () => {
    const pieces = (text: string) => paperMarks(pageWith([text])).filter((mark) => kindOf(mark) === 'piece');
    const long = '0419000103000000416250101040012109';
    const own = pieces(long);
    expect(own.length).toBeGreaterThan(3);
    expect(new Set(pieces(`99${long}`))).toEqual(new Set([...own, ...pieces(`99${long.slice(0, 9)}`)]));
  });

  it('leaves out lines that the reader was not sure of', () => {
    expect(paperMarks(pageWith(['No 09750785'], 0.3))).toEqual([]);
  });
});
