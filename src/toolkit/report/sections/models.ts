import type { ReportDocument, ReportedScores } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';

export interface ShownModel {
  readonly key: 'base' | 'tuned';
  readonly name: string;
  readonly scores: ReportedScores;
}

/** The models that the report has scores of, the base first. */
export const modelsOf = ({ base, tuned }: Pick<ReportDocument, 'base' | 'tuned'>, words: Words): ShownModel[] => [
  ...(base ? [{ key: 'base' as const, name: words.base, scores: base }] : []),
  ...(tuned ? [{ key: 'tuned' as const, name: words.tuned, scores: tuned }] : []),
];
