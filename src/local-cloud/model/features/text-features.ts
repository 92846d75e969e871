import type { Page } from '../../../pages/index.ts';
import { FeatureSum, type SparseVector } from './sparse.ts';
import { textShape } from './text-shape.ts';

/** Size of the hashed text block, in bits. */
export const TEXT_BITS = 14;
/** Euclidean length of the text block, against about 1 for each dense block. Measured. */
const TEXT_LENGTH = 1.6;
/** Less surely read lines say more about the scan than about the document. */
const MIN_CONFIDENCE = 0.5;

type Zone = 'top' | 'middle' | 'bottom';

interface ZonedText {
  readonly text: string;
  readonly zone: Zone;
}

/** Words, word pairs, letter runs, line shapes and first words of the pages, hashed; of unit length × 1.6. */
export function pagesTextVector(pages: readonly Page[]): SparseVector {
  const lines = pages.flatMap((page) => page.lines.filter((line) => line.confidence >= MIN_CONFIDENCE));
  return textVector(lines.map((line) => ({ text: line.text, zone: zoneOf(line.y) })));
}

/** The same features of a text without a page. */
export function plainTextVector(text: string): SparseVector {
  return textVector(text.split(/\r?\n/).map((line) => ({ text: line, zone: 'middle' })));
}

function zoneOf(y: number): Zone {
  if (y < 0.22) return 'top';
  return y > 0.85 ? 'bottom' : 'middle';
}

function textVector(lines: readonly ZonedText[]): SparseVector {
  const sum = new FeatureSum(1 << TEXT_BITS);
  for (const line of lines) addLine(sum, line);
  const { indexes, values } = sum.take();
  const damped = values.map((value) => Math.log1p(value));
  const length = Math.sqrt(damped.reduce((total, value) => total + value * value, 0)) || 1;
  return { indexes, values: damped.map((value) => (value / length) * TEXT_LENGTH) };
}

function addLine(sum: FeatureSum, { text, zone }: ZonedText): void {
  const folded = text.normalize('NFKC').toLowerCase();
  const words = folded.match(/[a-z]+|[\u3400-\u9fff]/g) ?? [];
  words.forEach((word, i) => {
    if (word.length > 1) {
      sum.add(`word:${word}`, 1);
      sum.add(`${zone}:${word}`, 1);
    }
    const next = words[i + 1];
    if (next !== undefined) sum.add(`pair:${word} ${next}`, 0.7);
  });
  // Readers drop blanks between words: runs of four letters survive that.
  const letters = folded.replace(/[^a-z\u3400-\u9fff]+/g, '');
  for (let i = 0; i + 4 <= letters.length; i++) sum.add(`run:${letters.slice(i, i + 4)}`, 0.35);
  const shape = textShape(text);
  sum.add(`shape:${shape}`, 0.8);
  sum.add(`shape:${zone}:${shape.slice(0, 6)}`, 0.5);
  const first = /^\W*(\w+)(\s*:)?/.exec(folded);
  if (first !== null) sum.add(`first:${first[1] ?? ''}${first[2] === undefined ? '' : ':'}`, 1);
}
