import { describe, expect, it } from 'vitest';
import { renderPng } from './render-png.ts';

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><text x="4" y="30" font-size="20">${text}</text></svg>`;

describe('renderPng', () => {
  it('draws at twice the size on light paper', async () => {
    const { png, missingCharacters } = await renderPng(svg('loss'));
    expect(missingCharacters).toBe('');
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(Buffer.from(png).readUInt32BE(16)).toBe(240);
  });

  it('names characters that no font has', async () => {
    // A noncharacter, which no font may draw.
    expect((await renderPng(svg('a&#64977;b'))).missingCharacters).toBe('\ufdd1');
  });

  it('refuses what is no picture', async () => {
    await expect(renderPng('<svg')).rejects.toMatchObject({ code: 'chart-unreadable' });
  });
});
