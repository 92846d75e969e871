import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, cohenKappa } from './agreement.ts';

/** Pairs from a table of counts; rows are the first labeller. */
const pairsOf = (table: readonly (readonly number[])[]) =>
  table.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => [`${first}`, `${second}`] as const)),
  );

describe('cohenKappa', () => {
  it.each([
    // Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, table 18.1.
    {
      table: [
        [75, 1, 4],
        [5, 4, 1],
        [0, 0, 10],
      ],
      value: 0.676,
    },
    // https://en.wikipedia.org/wiki/Cohen%27s_kappa: grant proposals, and the two tables with equal observed agreement.
    {
      table: [
        [20, 5],
        [10, 15],
      ],
      value: 0.4,
    },
    {
      table: [
        [45, 15],
        [25, 15],
      ],
      value: 0.1304,
    },
    {
      table: [
        [25, 35],
        [5, 35],
      ],
      value: 0.2593,
    },
  ])('gives the published $value', ({ table, value }) => {
    expect(cohenKappa(pairsOf(table))?.value).toBeCloseTo(value, 3);
  });

  it('gives the interval that SAS prints', () => {
    // Printed output of PROC FREQ with AGREE for this table, quoted in the tests of statsmodels.
    const kappa = cohenKappa(
      pairsOf([
        [0, 4, 1],
        [0, 8, 0],
        [0, 1, 5],
      ]),
    );
    expect(kappa?.value).toBeCloseTo(0.4842, 4);
    expect(kappa?.low).toBeCloseTo(0.2137, 4);
    expect(kappa?.high).toBeCloseTo(0.7547, 4);
  });

  it('is 1 for full agreement, −1 for full disagreement on two classes, 0 for chance', () => {
    expect(
      cohenKappa(
        pairsOf([
          [5, 0],
          [0, 5],
        ]),
      ),
    ).toMatchObject({ value: 1, low: 1, high: 1 });
    expect(
      cohenKappa(
        pairsOf([
          [0, 5],
          [5, 0],
        ]),
      )?.value,
    ).toBe(-1);
    expect(
      cohenKappa(
        pairsOf([
          [4, 4],
          [4, 4],
        ]),
      )?.value,
    ).toBeCloseTo(0, 12);
  });

  it('says nothing when chance explains everything', () => {
    expect(cohenKappa([])).toBeUndefined();
    expect(cohenKappa(pairsOf([[7]]))).toBeUndefined();
  });

  it('does not depend on who is first nor on the order, and lies in its interval', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { maxLength: 60 }), (pairs) => {
        const kappa = cohenKappa(pairs);
        const turned = cohenKappa(pairs.map(([first, second]) => [second, first] as const).toReversed());
        if (kappa === undefined || turned === undefined) {
          expect(turned).toEqual(kappa);
          return;
        }
        expect(turned.value).toBeCloseTo(kappa.value, 9);
        expect(turned.high).toBeCloseTo(kappa.high, 6);
        expect(kappa.low).toBeLessThanOrEqual(kappa.value);
        expect(kappa.high).toBeGreaterThanOrEqual(kappa.value);
      }),
    );
  });
});

describe('agreementOf', () => {
  it('gives the share with its denominator and Wilson interval', () => {
    const { rate } = agreementOf(
      pairsOf([
        [9, 1],
        [1, 9],
      ]),
    );
    expect(rate).toMatchObject({ successes: 18, total: 20, value: 0.9 });
    expect(rate.low).toBeCloseTo(0.699, 3);
    expect(rate.high).toBeCloseTo(0.972, 3);
  });

  it('knows nothing about no documents', () => {
    expect(agreementOf([])).toEqual({ rate: { successes: 0, total: 0, value: 0, low: 0, high: 1 } });
  });
});
