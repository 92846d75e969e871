import * as iam from '@aws-sdk/client-iam';
import { QueryShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFormInput } from './form.ts';
import { membersOf } from './schema.ts';
import { planService } from './service-plan.ts';

const service = await planService({
  name: 'iam',
  signingName: 'iam',
  protocol: 'awsQuery',
  loadSchemas: async () => iam,
  operations: {},
});

/** Values of any shape the SDK can put into a form. Empty lists and maps leave no trace in one, so they are not made. */
function anyValue(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) {
    const members = membersOf(schema).map(([name, member]) => [name, anyValue(member, depth + 1)] as const);
    return fc.record(Object.fromEntries(members), { requiredKeys: members.slice(0, 1).map(([name]) => name) });
  }
  if (schema.isListSchema()) {
    return fc.array(anyValue(schema.getValueSchema() as NormalizedSchema, depth + 1), { minLength: 1, maxLength: 12 });
  }
  if (schema.isMapSchema()) {
    const value = anyValue(schema.getValueSchema() as NormalizedSchema, depth + 1);
    return fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
  }
  if (schema.isNumericSchema()) return fc.integer();
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isTimestampSchema()) return fc.integer({ min: 0, max: 4e9 }).map((seconds) => new Date(seconds * 1000));
  if (schema.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 20 });
  return fc.string();
}

const settings = {
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: '',
  serviceNamespace: '',
} as const;

describe('forms', () => {
  it.each(['CreateRole', 'TagRole', 'SimulateCustomPolicy', 'CreatePolicy', 'UploadSSHPublicKey'])(
    'give back what the SDK wrote: %s',
    (name) => {
      const schema = service.operations.get(name)?.input ?? NormalizedSchema.of('unit');
      fc.assert(
        fc.property(anyValue(schema), (input) => {
          const serializer = new QueryShapeSerializer(settings);
          serializer.write(schema, input);
          const read = readFormInput(service, schema, new URLSearchParams(String(serializer.flush()).slice(1)));
          expect(read).toEqual(input);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('orders elements by number, not by place', () => {
    const schema = service.operations.get('TagRole')?.input ?? NormalizedSchema.of('unit');
    const form = new URLSearchParams('RoleName=r');
    for (const number of [10, 2, 1]) {
      form.append(`Tags.member.${number}.Key`, `k${number}`);
      form.append(`Tags.member.${number}.Value`, 'v');
    }
    const tags = readFormInput(service, schema, form).Tags;
    expect(tags).toEqual([1, 2, 10].map((number) => ({ Key: `k${number}`, Value: 'v' })));
  });

  it('reads hostile names as data', () => {
    const schema = service.operations.get('CreateRole')?.input ?? NormalizedSchema.of('unit');
    const form = new URLSearchParams('__proto__.polluted=1&constructor.prototype.x=2&RoleName=a');
    expect(readFormInput(service, schema, form)).toEqual({ RoleName: 'a' });
    expect(() => readFormInput(service, schema, new URLSearchParams(`${'a.'.repeat(5000)}b=1`))).toThrow(/levels/);
    const number = new URLSearchParams('MaxSessionDuration=soon');
    expect(() => readFormInput(service, schema, number)).toThrow(expect.objectContaining({ code: 'MalformedInput' }));
  });
});
