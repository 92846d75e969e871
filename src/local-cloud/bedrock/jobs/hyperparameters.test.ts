import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveHyperparameters } from './hyperparameters.ts';

describe('hyperparameters', () => {
  it('have defaults', () => {
    expect(resolveHyperparameters(undefined)).toEqual({
      epochCount: '2',
      learningRate: '0.00001',
      learningRateWarmupSteps: '10',
      batchSize: '1',
    });
  });

  it.each([
    ['epochCount', '6'],
    ['epochCount', '0'],
    ['epochCount', '2.0'],
    ['learningRate', '0.001'],
    ['learningRate', '1.00E-07'],
    ['learningRate', 'fast'],
    ['learningRate', ''],
    ['learningRateWarmupSteps', '101'],
    ['batchSize', '65'],
  ])('refuse %s of %j and say what is expected', (name, value) => {
    expect(() => resolveHyperparameters({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'ValidationException',
        message: expect.stringMatching(`${name}: expected .* between`),
      }),
    );
  });

  it('refuse names that the base model does not have', () => {
    for (const name of ['learningRateMultiplier', 'toString', 'EpochCount']) {
      expect(() => resolveHyperparameters({ [name]: '1' })).toThrow(`Invalid hyperparameter ${name}.`);
    }
  });

  it('are kept as they were written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('1e-5', '0.00005', '1E-4', '.00001'),
        (epochs, learningRate) => {
          const given = { epochCount: String(epochs), learningRate };
          expect(resolveHyperparameters(given)).toMatchObject(given);
        },
      ),
    );
  });
});
