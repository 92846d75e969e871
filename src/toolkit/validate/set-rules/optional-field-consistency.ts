import type { RecordView } from '../record-view.ts';
import { type SetRule, SOURCES, type Violation } from '../rule.ts';

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
    isSet: ({ messages, hasSystem }) => (messages.length === 0 ? undefined : hasSystem),
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
    const first = new Map<string, boolean>();
    const reported = new Set<string>();
    return {
      *record({ view }): Iterable<Violation> {
        for (const { name, pointer, isSet } of FIELDS) {
          const set = isSet(view);
          if (set === undefined || reported.has(name)) continue;
          const before = first.get(name);
          if (before === undefined) first.set(name, set);
          if (before === undefined || before === set) continue;
          reported.add(name);
          const message = `Expected ${name} in every record or in none, but this record ${set ? 'has' : 'lacks'} it while the first ${set ? 'lacks' : 'has'} it.`;
          yield { pointer, message };
        }
      },
    };
  },
};
