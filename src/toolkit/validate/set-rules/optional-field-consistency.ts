import type { RecordView } from '../record-view.ts';
import { type SetRule, SOURCES } from '../rule.ts';

interface OptionalField {
  readonly name: string;
  readonly pointer: string;
  /** Undefined where the question does not arise: no messages, or a bucket owner without media. */
  readonly isSet: (record: RecordView) => boolean | undefined;
}

const FIELDS: readonly OptionalField[] = [
  {
    name: 'system',
    pointer: '/system',
    isSet: ({ messages, fields }) => (messages.length === 0 ? undefined : fields.system !== undefined),
  },
  {
    name: 'bucketOwner',
    pointer: '',
    isSet: ({ media }) =>
      media.length === 0 ? undefined : media.every(({ bucketOwner }) => bucketOwner !== undefined),
  },
];

/** A field that may be left out stands in all records or in none. Reported at the first record that differs from the first. */
export const optionalFieldConsistency: SetRule = {
  code: 'optional-field-consistency',
  severity: 'warning',
  remedy: 'Give the field in every record, or in none.',
  source: SOURCES.forgeSdk,
  start() {
    const first: (boolean | undefined)[] = FIELDS.map(() => undefined);
    const reported: boolean[] = FIELDS.map(() => false);
    return {
      record({ view }, report) {
        for (let index = 0; index < FIELDS.length; index++) {
          const field = FIELDS[index];
          if (field === undefined || reported[index]) continue;
          const set = field.isSet(view);
          if (set === undefined || set === first[index]) continue;
          if (first[index] === undefined) {
            first[index] = set;
            continue;
          }
          reported[index] = true;
          const message = `Expected ${field.name} in every record or in none, but this record ${set ? 'has' : 'lacks'} it while the first ${set ? 'lacks' : 'has'} it.`;
          report({ pointer: field.pointer, message });
        }
      },
    };
  },
};
