import { describe, expect, it } from 'vitest';
import { Gradient, zeroLinear } from '../heads/linear.ts';
import { LazyAdam } from './lazy-adam.ts';

describe('LazyAdam', () => {
  it('goes downhill to the minimum and leaves other weights alone', () => {
    const linear = zeroLinear(3, 2);
    const gradient = new Gradient(linear);
    const adam = new LazyAdam(linear);
    const goal = [1, -2];
    for (let k = 0; k < 400; k++) {
      const errors = goal.map((target, c) => (linear.weights[2 + c] ?? 0) - target);
      gradient.add(1, 1, errors);
      adam.step(gradient, 0.05);
    }
    expect(linear.weights[2]).toBeCloseTo(1, 1);
    expect(linear.weights[3]).toBeCloseTo(-2, 1);
    expect([0, 1, 4, 5].map((i) => linear.weights[i])).toEqual([0, 0, 0, 0]);
  });

  it('moves by the learning rate in its first step, whatever the slope', () => {
    const linear = zeroLinear(1, 1);
    const gradient = new Gradient(linear);
    gradient.add(0, 1, [1000]);
    new LazyAdam(linear).step(gradient, 0.01);
    expect(linear.weights[0]).toBeCloseTo(-0.01, 6);
    expect([...gradient.values]).toEqual([0]);
    expect(gradient.takeTouched()).toEqual([]);
  });
});
