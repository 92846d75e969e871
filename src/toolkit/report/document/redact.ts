import { sha256Hex } from '../../lib/hash.ts';
import type { ReportDocument, ReportExample, ReportedAnswer, ReportedFindings } from './report-document.ts';

/** Characters of a hashed name: 48 bits, so that names of a report do not meet. */
const NAME_LENGTH = 12;

/**
 * Takes out what documents show and say: pictures, names, values read off a page, unreadable answers, messages of findings and of failures, paths. What stays are counts,
 * scores, and for classification the classes of the closed set, which are ours and not the document's.
 *
 * @param key makes the hashes of names unguessable; with the same key the same name has the same hash
 */
export function redact(document: ReportDocument, key: string): ReportDocument {
  const { dataset, audit, validation, job, base, tuned } = document;
  const classes = new Set((tuned ?? base)?.classes?.map(({ name }) => name));
  const hide = (example: ReportExample) => redactExample(example, classes, key);
  return {
    ...document,
    redacted: true,
    ...(dataset && {
      dataset: {
        ...dataset,
        source: { kind: dataset.source.kind },
        // Classes are the model's closed set; other labels are text of documents.
        classCounts: dataset.kind === 'classification' ? dataset.classCounts : {},
      },
    }),
    ...(audit && { audit: { ...audit, ...withoutExamples(audit) } }),
    ...(validation && { validation: withoutExamples(validation) }),
    ...(job && { job: withoutMessage(job) }),
    documents: document.documents.map((group) => ({
      ...group,
      cards: group.cards.map(hide),
      rows: group.rows.map(hide),
    })),
  };
}

const withoutExamples = ({ counts, examples, leftOut }: ReportedFindings): ReportedFindings => ({
  counts,
  examples: [],
  leftOut: leftOut + examples.length,
});

/** A job's failure quotes the record that it failed on. */
const withoutMessage = ({ failure_message: _, ...job }: NonNullable<ReportDocument['job']>) => job;

function redactExample(example: ReportExample, classes: ReadonlySet<string>, key: string): ReportExample {
  const { document, truth, base, tuned } = example;
  return {
    document: sha256Hex(JSON.stringify([key, document])).slice(0, NAME_LENGTH),
    ...(truth !== undefined && classes.has(truth) && { truth }),
    ...(base && { base: redactAnswer(base, classes) }),
    ...(tuned && { tuned: redactAnswer(tuned, classes) }),
  };
}

const redactAnswer = ({ text, ...answer }: ReportedAnswer, classes: ReadonlySet<string>): ReportedAnswer => ({
  ...answer,
  ...(text !== undefined && classes.has(text) && { text }),
});
