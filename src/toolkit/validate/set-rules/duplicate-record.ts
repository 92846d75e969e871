import { type SetRule, SOURCES } from '../rule.ts';

/** The same line twice in one file: it is paid for and learned twice. */
export const duplicateRecord: SetRule = {
  code: 'duplicate-record',
  severity: 'warning',
  remedy:
    'Remove one of them, or say that records are repeated on purpose: AWS advises it below 1,000 records, where 5 epochs are too few.',
  source: SOURCES.novaGuide,
  start({ repeats }) {
    let copies = 0;
    let firstFile: string | undefined;
    return {
      record({ copyOf, file }, report) {
        if (copyOf === undefined) return;
        if (!repeats) report({ message: `Expected every record once, but this is the same as line ${copyOf.line}.` });
        copies += 1;
        firstFile ??= file;
      },
      *end() {
        if (!repeats || firstFile === undefined) return;
        yield {
          file: firstFile,
          severity: 'info',
          message: `Expected repeated records, and ${copies} repeat earlier ones.`,
          remedy: 'Lower the epochs accordingly: a file given twice at 5 epochs is learned 10 times.',
        };
      },
    };
  },
};
