import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Candidate, RESOURCE_KINDS, type ResourceKind } from './resource.ts';
import { selectResources } from './select-resources.ts';

const host: Candidate = { resource: { kind: 'throughput', name: 't', id: 'arn:t', createdAt: 100 } };
const model: Candidate = {
  resource: { kind: 'model', name: 'm', id: 'arn:m', createdAt: 50 },
  users: [{ id: 'arn:t', label: 'throughput t' }],
};
const rule: Candidate = { resource: { kind: 'event-rule', name: 'r', id: 'arn:r' } };
const all = [rule, model, host];

it('puts users before what they use', () => {
  const found = selectResources(all, {});
  expect(found.map(({ kind }) => kind)).toEqual(['throughput', 'event-rule', 'model']);
  expect(found[2]).toMatchObject({ after: ['arn:t'] });
});

it('blocks what something that stays uses, whyever it stays', () => {
  for (const selection of [{ keep: ['throughput'] }, { kinds: ['model'] }, { createdBefore: 80 }] as const) {
    const found = selectResources(all, selection).find(({ kind }) => kind === 'model');
    expect(found?.blocked?.reason).toBe(
      'The model m cannot be deleted because throughput t (arn:t) uses it and stays.',
    );
  }
  const committed: Candidate = { resource: { ...host.resource, blocked: { reason: 'Committed.', until: 7 } } };
  expect(selectResources([committed, model], {})[1]?.blocked?.until).toBe(7);
});

it('takes by age only what is dated', () => {
  expect(selectResources(all, { createdBefore: 1000 }).map(({ kind }) => kind)).toEqual(['throughput', 'model']);
  expect(selectResources(all, { createdBefore: 100 }).map(({ kind }) => kind)).toEqual(['model']);
});

it('never lets anything go whose user stays', () => {
  const kind = fc.constantFrom(...RESOURCE_KINDS);
  const things = fc.array(
    fc.record({ kind, stuck: fc.boolean(), createdAt: fc.nat(100), uses: fc.array(fc.nat(11), { maxLength: 3 }) }),
    { maxLength: 12 },
  );
  const rank = (one: ResourceKind) => RESOURCE_KINDS.indexOf(one);
  const selections = fc.record({ keep: fc.array(kind, { maxLength: 3 }), createdBefore: fc.nat(100) });
  fc.assert(
    fc.property(things, selections, (drawn, selection) => {
      const candidates = drawn.map(({ kind: own, stuck, createdAt, uses }, index): Candidate => {
        // Users are of an earlier kind, as in a cloud.
        const users = uses.flatMap((other) => {
          const user = drawn[other];
          return user && rank(user.kind) < rank(own) ? [{ id: `id-${other}`, label: `thing ${other}` }] : [];
        });
        const blocked = stuck ? { blocked: { reason: 'Stuck.' } } : {};
        return { resource: { kind: own, name: `n-${index}`, id: `id-${index}`, createdAt, ...blocked }, users };
      });
      const found = selectResources(candidates, selection);
      const going = new Set(found.filter(({ blocked }) => !blocked).map(({ id }) => id));
      for (const { resource, users = [] } of candidates) {
        if (going.has(resource.id)) expect(users.every(({ id }) => going.has(id))).toBe(true);
      }
      const ranks = found.map((one) => rank(one.kind));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      expect(found.some((one) => selection.keep.includes(one.kind))).toBe(false);
    }),
  );
});
