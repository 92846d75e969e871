import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingFileTokens } from './training-file-tokens.ts';

const bytes = (text: string) => [new TextEncoder().encode(text)];
const image = { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } };
const record = (text: string, images = 0) => ({
  schemaVersion: 'bedrock-conversation-2024',
  system: [{ text: 'You sort.' }],
  messages: [
    { role: 'user', content: [...Array.from({ length: images }, () => image), { text }] },
    { role: 'assistant', content: [{ text: 'memo' }] },
  ],
});
const lines = (records: readonly unknown[]) => records.map((one) => JSON.stringify(one)).join('\n');

describe('tokens of a training file', () => {
  it('grow with every record, text and image', async () => {
    const texts = fc.array(fc.tuple(fc.string(), fc.nat(3)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, fc.string(), async (all, more) => {
        const records = all.map(([text, images]) => record(text, images));
        const before = await trainingFileTokens(bytes(lines(records)));
        const after = await trainingFileTokens(bytes(lines([...records, record(more, 1)])));
        expect(before.records).toBe(all.length);
        expect(before.images).toBe(all.reduce((sum, [, images]) => sum + images, 0));
        expect(before.tokens.low).toBeLessThanOrEqual(before.tokens.high);
        expect(after.tokens.low).toBeGreaterThanOrEqual(before.tokens.low + 800);
        expect(after.tokens.high).toBeGreaterThanOrEqual(before.tokens.high + 2600);
      }),
    );
  });

  it('are those of what the model reads, not of roles, URIs and versions', async () => {
    const { tokens } = await trainingFileTokens(bytes(lines([record('abcdefgh')])));
    expect(tokens).toEqual({ low: 1 + 1 + 0, high: 3 + 2 + 1 });
  });

  it('are a lower bound when something cannot be counted', async () => {
    const pdf = { document: { format: 'pdf', name: 'a', source: { s3Location: { uri: 's3://bucket/a.pdf' } } } };
    const withPdf = { messages: [{ role: 'user', content: [pdf, { text: 'sort' }] }] };
    const text = `${lines([record('a'), withPdf])}\n\n{"messages": \nnull\n`;
    const { records, tokens } = await trainingFileTokens(bytes(text));
    expect(records).toBe(2);
    expect(tokens.uncounted).toBe('without 2 lines that are no records and 1 embedded documents');
  });
});
