import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkParity, type Trained } from './parity.ts';

const TRAINED: Trained = {
  task: { kind: 'extraction', answerFormat: 'json', field: 'seller' },
  prompts: { system: 'You read invoices.', task: 'Who sells?' },
  imageRecipe: { maxSide: 1600, format: 'auto' },
  documents: [
    {
      id: 'a',
      image: 'images/0000000000000000.png',
      format: 'png',
      width: 100,
      height: 100,
      bytes: 10,
      sha256: '0'.repeat(64),
      label: 'A company with a rather long name, Ltd.',
      split: 'train',
    },
  ],
};
const codes = (...findings: ReturnType<typeof checkParity>) => findings.map(({ code, pointer }) => [code, pointer]);

describe('checkParity', () => {
  it('is silent when everything is as in training, or not said', () => {
    expect(checkParity(TRAINED, {})).toEqual([]);
    const { prompts, imageRecipe } = TRAINED;
    expect(checkParity(TRAINED, { prompts, imageRecipe, parameters: { maxTokens: 256, temperature: 0 } })).toEqual([]);
  });

  it('names the prompt when one word of it changes', () => {
    const findings = checkParity(TRAINED, { prompts: { ...TRAINED.prompts, task: 'Who buys?' } });
    expect(codes(...findings)).toEqual([['parity-task-prompt', '/prompts/task']]);
    expect(findings[0]?.message).toContain('character 5');
    expect(findings[0]?.message).toContain('"sells?" became "buys?"');
  });

  it('names each field of the image recipe', () => {
    const findings = checkParity(TRAINED, { imageRecipe: { maxSide: 2048, format: 'jpeg' } });
    expect(codes(...findings)).toEqual([
      ['parity-image-recipe', '/imageRecipe/maxSide'],
      ['parity-image-recipe', '/imageRecipe/format'],
    ]);
    expect(codes(...checkParity(TRAINED, { imageRecipe: 'unprepared' }))).toEqual([
      ['parity-image-recipe', '/imageRecipe'],
    ]);
  });

  it('names parameters that cannot give the answers of training', () => {
    const findings = checkParity(TRAINED, { parameters: { maxTokens: 4, temperature: 0.7 } });
    expect(codes(...findings)).toEqual([
      ['parity-temperature', undefined],
      ['parity-max-tokens', undefined],
    ]);
  });

  it('finds every changed prompt, and no unchanged one', () => {
    const prompts = fc.record({ system: fc.string(), task: fc.string() });
    fc.assert(
      fc.property(prompts, prompts, (trained, asked) => {
        const found = codes(...checkParity({ ...TRAINED, prompts: trained }, { prompts: asked })).map(([code]) => code);
        expect(found.includes('parity-system-prompt')).toBe(trained.system !== asked.system);
        expect(found.includes('parity-task-prompt')).toBe(trained.task !== asked.task);
      }),
    );
  });
});
