import { describe, expect, it } from 'vitest';
import { findGroup } from './prompt-groups.ts';
import { makePage } from './testing/pages.mts';

const pages = [makePage([])];
const long =
  'Read the scanned page and write down the name of the company that sent it, exactly as printed, nothing else.';
const groups = [
  { system: 'S', prompt: long, textOnly: false },
  { system: 'S', prompt: 'Which type of document is this?', textOnly: false },
  { system: 'T', prompt: '', textOnly: true },
];

describe('findGroup', () => {
  it('takes the group of the same prompt, whatever its blanks', () => {
    expect(findGroup(groups, { system: 'S', prompt: ` ${long.replaceAll(' ', '\n')} `, pages })).toBe(groups[0]);
  });

  it('prefers the same system text, but takes the same prompt without it', () => {
    const both = [{ system: 'other', prompt: long, textOnly: false }, ...groups];
    expect(findGroup(both, { system: 'S', prompt: long, pages })).toBe(groups[0]);
    expect(findGroup(groups, { system: '', prompt: long, pages })).toBe(groups[0]);
  });

  it('takes the group of a nearly equal prompt', () => {
    expect(findGroup(groups, { system: 'S', prompt: long.replace('nothing else.', 'nothing else!'), pages })).toBe(
      groups[0],
    );
  });

  it('takes none for another question', () => {
    expect(findGroup(groups, { system: 'S', prompt: 'What is the invoice number?', pages })).toBeUndefined();
    expect(findGroup(groups, { system: 'S', prompt: 'Which type of page is this?', pages })).toBeUndefined();
  });

  it('matches text-only questions by their system text', () => {
    expect(findGroup(groups, { system: 'T', prompt: 'anything', pages: [] })).toBe(groups[2]);
    expect(findGroup(groups, { system: 'U', prompt: 'anything', pages: [] })).toBeUndefined();
  });
});
