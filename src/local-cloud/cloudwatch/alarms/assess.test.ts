import { describe, expect, it } from 'vitest';
import type { AlarmConfig } from './alarm-store.ts';
import { assess } from './assess.ts';

const state = (values: readonly (number | undefined)[], config: Partial<AlarmConfig> = {}) => {
  const full: AlarmConfig = {
    AlarmName: 'a',
    Threshold: 10,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: values.length,
    ...config,
  };
  return assess(
    full,
    values.map((value, index) => ({ at: index * 60_000, value })),
  )?.state;
};

describe('an evaluation', () => {
  it('goes off when as many periods breach as it takes', () => {
    expect(state([10])).toBe('ALARM');
    expect(state([9.9])).toBe('OK');
    expect(state([10, 9, 10])).toBe('OK');
    expect(state([10, 9, 10], { DatapointsToAlarm: 2 })).toBe('ALARM');
  });

  it.each([
    ['GreaterThanThreshold', 'OK'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ] as const)('compares: %s', (ComparisonOperator, expected) => {
    expect(state([10], { ComparisonOperator })).toBe(expected);
  });

  it.each([
    [undefined, 'INSUFFICIENT_DATA', 'OK', 'OK'],
    ['missing', 'INSUFFICIENT_DATA', 'OK', 'OK'],
    ['notBreaching', 'OK', 'OK', 'OK'],
    ['breaching', 'ALARM', 'ALARM', 'OK'],
    ['ignore', undefined, undefined, 'OK'],
  ])('treats missing periods: %s', (TreatMissingData, none, half, good) => {
    const config = TreatMissingData === undefined ? {} : { TreatMissingData };
    expect(state([undefined, undefined], config)).toBe(none);
    expect(state([10, undefined], config)).toBe(half);
    expect(state([1, undefined], config)).toBe(good);
  });

  it('says why', () => {
    const config = {
      AlarmName: 'a',
      Threshold: 2,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
    };
    const found = assess(config as AlarmConfig, [{ at: 0, value: 3 }]);
    expect(found?.reason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoint [3.0 (1970-01-01T00:00:00.000Z)] was greater than or equal to the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).',
    );
  });
});
