import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drain } from '../testing/scripted-cloud.mts';
import { checkName } from '../train/job-rules.ts';
import { forward } from './forward.ts';
import { runNames } from './names.ts';

describe('runNames', () => {
  it('gives everything of a run its name', () => {
    expect(runNames({ name: 'invoices-1', bucket: 'b' })).toEqual({
      job: 'invoices-1',
      model: 'invoices-1',
      role: 'novatune-invoices-1',
      endpoint: 'invoices-1',
      prefix: 'runs/invoices-1/data',
      runPrefixUri: 's3://b/runs/invoices-1/',
    });
  });

  it('takes a name only when every service does', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'Z', '7', '-', '_', '.', ' ', '/', 'é'), maxLength: 60 });
    fc.assert(
      fc.property(name, (text) => {
        let names: ReturnType<typeof runNames>;
        try {
          names = runNames({ name: text, bucket: 'b' });
        } catch (error) {
          expect(error).toMatchObject({ name: 'InputError', code: 'name-invalid' });
          return;
        }
        expect(checkName('job name', names.job)).toBe(text);
        expect(checkName('model name', names.model)).toBe(text);
        expect(names.endpoint).toMatch(/^([0-9a-zA-Z][_-]?){1,63}$/);
        expect(names.role).toMatch(/^[\w+=,.@-]{1,64}$/);
        expect(names.prefix).toMatch(/^[\w\-./]+$/);
      }),
    );
  });

  it.each(['', '-a', 'a-', 'a--b', 'a_b', 'a.b', 'x'.repeat(49)])('refuses %j', (name) => {
    expect(() => runNames({ name, bucket: 'b' })).toThrow(/letters and digits with single hyphens/);
  });
});

describe('forward', () => {
  async function* count(ended: string[]): AsyncGenerator<number, string> {
    try {
      yield 1;
      yield 2;
      return 'done';
    } finally {
      ended.push('ended');
    }
  }

  it('wraps the events and returns the result', async () => {
    const { events, result } = await drain(forward(count([]), (n) => `n${n}`));
    expect([events, result]).toEqual([['n1', 'n2'], 'done']);
  });

  it('shows each event to the keeper before anyone else sees it', async () => {
    const order: string[] = [];
    const work = forward(
      count([]),
      (n) => n,
      async (n) => void order.push(`kept ${n}`),
    );
    for await (const n of work) order.push(`seen ${n}`);
    expect(order).toEqual(['kept 1', 'seen 1', 'kept 2', 'seen 2']);
  });

  it('ends the work when the consumer stops early, and when keeping fails', async () => {
    const ended: string[] = [];
    for await (const _ of forward(count(ended), (n) => n)) break;
    expect(ended).toEqual(['ended']);
    const failing = forward(
      count(ended),
      (n) => n,
      async () => {
        throw new Error('the disk is full');
      },
    );
    await expect(drain(failing)).rejects.toThrow('the disk is full');
    expect(ended).toEqual(['ended', 'ended']);
  });
});
