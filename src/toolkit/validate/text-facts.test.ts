import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReservedStrings, RESERVED_STRINGS } from '../lib/reserved-strings.ts';
import { TextMemory } from './text-facts.ts';

const piece = fc.oneof(
  fc.constantFrom(...RESERVED_STRINGS, 'user:', '<Image>', '[eos]', '[', ':', '<', 'r:', '<i', ' ', '\n'),
  fc.string({ maxLength: 60 }),
);
const texts = fc.array(
  fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
  { maxLength: 8 },
);

describe('TextMemory', () => {
  it('finds what looking at each text anew finds', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const memory = new TextMemory();
        for (const text of [...all, ...all]) {
          const { blank, reserved } = memory.look(text, 0);
          expect(blank).toBe(text.trim() === '');
          expect(reserved).toBe(findReservedStrings(text).length > 0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
