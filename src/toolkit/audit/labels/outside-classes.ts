import { normalizeText, textSimilarity } from '../../../pages/index.ts';
import type { DocumentClass } from '../../model/task.ts';
import type { AuditRule } from '../rule.ts';
import { isPlaceholder } from './placeholder.ts';
import { withProposal } from './propose.ts';

/** A label this like a class is that class misspelt: `advertissement`, `Scientific report`. */
const NEAR_MISS = 0.75;

/** A label outside the closed set. The model could never answer it. */
export const outsideClasses: AuditRule = {
  codes: ['label-outside-classes'],
  *check({ documents, task }) {
    if (task?.kind !== 'classification') return;
    const names = new Set(task.classes.map(({ name }) => name));
    for (const { id, label, value } of documents) {
      if (names.has(label) || label.trim() === '' || isPlaceholder(label)) continue;
      const near = nearestClass(value, task.classes);
      yield {
        document: id,
        code: 'label-outside-classes',
        severity: 'error',
        message: `Expected one of the ${names.size} classes, got ${JSON.stringify(label)}${near === undefined ? '' : `, which is near ${JSON.stringify(near)}`}.`,
        remedy:
          near === undefined
            ? 'Correct the label, or add the class to the classes file.'
            : 'Use the name of the class.',
        ...withProposal(near),
      };
    }
  },
};

/** The one class that the label is like; undefined when none is, or two are. */
function nearestClass(label: string, classes: readonly DocumentClass[]): string | undefined {
  const scored = classes
    .map(({ name }) => ({ name, similarity: similarityOf(label, name) }))
    .toSorted((a, b) => b.similarity - a.similarity);
  const [best, next] = scored;
  if (best === undefined || best.similarity < NEAR_MISS) return undefined;
  return next !== undefined && next.similarity === best.similarity ? undefined : best.name;
}

/** Singular and plural, underscores and blanks are the same word. */
function similarityOf(label: string, name: string): number {
  const plain = (text: string): string => normalizeText(text).replace(/s$/, '');
  return plain(label) === plain(name) ? 1 : textSimilarity(label, name);
}
