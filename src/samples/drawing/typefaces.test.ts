import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FACES, glyphOf, textWidth } from './typefaces.ts';

const VOCABULARY = new URL('../vocabulary/', import.meta.url);

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

const wordsOf = (chosen: (file: string) => boolean): string[] =>
  readdirSync(VOCABULARY)
    .filter((file) => file.endsWith('.json') && chosen(file))
    .flatMap((file) => strings(JSON.parse(readFileSync(new URL(file, VOCABULARY), 'utf8'))));

test('every face draws all of the English vocabulary', () => {
  const words = wordsOf((file) => !file.startsWith('invoice')).join('');
  expect(words.length).toBeGreaterThan(5000);
  for (const face of FACES) expect(textWidth(face, 10, words)).toBeGreaterThan(0);
});

test('the Chinese face draws all of the invoice vocabulary with outlines', () => {
  const characters = new Set(
    wordsOf((file) => file.startsWith('invoice'))
      .join('')
      .replaceAll(' ', ''),
  );
  expect(characters.size).toBeGreaterThan(300);
  for (const character of characters) {
    expect(glyphOf('zcool-xiaowei', character).contours.length, character).toBeGreaterThan(0);
  }
});

test('a character without an outline is an error that names it and the face', () => {
  expect(() => glyphOf('arimo', '税')).toThrow(/"arimo".*"税" \(U\+7A0E\)/);
});
