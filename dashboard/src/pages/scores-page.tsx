import { Title } from '@mantine/core';
import { useState } from 'react';
import type { DocumentQuery, RunScores } from '../../../src/studio/api.ts';
import { useScores } from '../data/documents.ts';
import { useText } from '../messages/language.tsx';
import { AnswerExplorer } from '../parts/answer-explorer.tsx';
import { ClassTable } from '../parts/class-table.tsx';
import { Confusion } from '../parts/confusion.tsx';
import { FieldTable } from '../parts/field-table.tsx';
import { MeasureTable } from '../parts/measure-table.tsx';
import { RunFrame } from '../parts/run-frame.tsx';
import { Failure, Waiting } from '../parts/states.tsx';

/** What the answers of base and tuned are worth, down to the single document. */
export function ScoresPage({ run }: { readonly run: string }) {
  const { t } = useText();
  const { data, error } = useScores(run);
  return (
    <RunFrame run={run}>
      {() => {
        if (error) return <Failure error={error} />;
        if (!data) return <Waiting />;
        if (!data.base && !data.tuned) return <p className="soft">{t.noScores}</p>;
        return <Scores run={run} scores={data} />;
      }}
    </RunFrame>
  );
}

/** A cell of one confusion matrix. */
export interface Cell {
  readonly model: 'base' | 'tuned';
  readonly truth: string;
  /** A class, `unreadable` or `missing`. */
  readonly predicted: string;
}

function Scores({ run, scores }: { readonly run: string; readonly scores: RunScores }) {
  const { t, format } = useText();
  const [cell, setCell] = useState<Cell>();
  const { base, tuned, comparison } = scores;
  const select = (next: Cell) => {
    setCell(next);
    document.getElementById('answers')?.scrollIntoView({ block: 'start' });
  };
  return (
    <div className="stack">
      {comparison && (
        <section className="card verdict" data-verdict={comparison.verdict}>
          <Title order={2}>{t.verdicts[comparison.verdict]}</Title>
          <p>{t.verdictSentence(comparison, format)}</p>
        </section>
      )}
      <MeasureTable base={base} tuned={tuned} />
      {(base?.confusion ?? tuned?.confusion) && (
        <section className="card" aria-labelledby="confusion">
          <Title order={2} id="confusion">
            {t.confusion}
          </Title>
          <p className="soft small">{t.confusionHint}</p>
          <div className="matrices">
            {base?.confusion && <Confusion model="base" matrix={base.confusion} cell={cell} onSelect={select} />}
            {tuned?.confusion && <Confusion model="tuned" matrix={tuned.confusion} cell={cell} onSelect={select} />}
          </div>
        </section>
      )}
      <section className="card" aria-labelledby="answers">
        <Title order={2} id="answers">
          {t.answers}
        </Title>
        <AnswerExplorer run={run} cell={cell} order={orderOf(scores)} onClear={() => setCell(undefined)} />
      </section>
      <ClassTable base={base} tuned={tuned} />
      <FieldTable base={base} tuned={tuned} />
    </div>
  );
}

/** Texts are more or less wrong, so the worst come first; classes are not. */
const orderOf = ({ base, tuned }: RunScores): DocumentQuery =>
  (tuned ?? base)?.task === 'extraction' ? { order: 'worst' } : {};
