import { describe, expect, it } from 'vitest';
import { repairReading } from './reading-repair.ts';

const known = [
  { text: '北京宇音天下科技有限公司', count: 3 },
  { text: '北京易时杰科技发展有限公司', count: 1 },
];

describe('repairReading', () => {
  it('puts a misread character right', () => {
    expect(repairReading('北京字音天下科技有限公司', known)).toBe('北京宇音天下科技有限公司');
  });

  it.each([
    ['what is unlike every answer', '上海鼎新食品'],
    ['what is itself an answer', '北京易时杰科技发展有限公司'],
    ['what resembles only an answer seen once', '北京易时木科技发展有限公司'],
  ])('leaves %s', (_, reading) => {
    expect(repairReading(reading, known)).toBe(reading);
  });
});
