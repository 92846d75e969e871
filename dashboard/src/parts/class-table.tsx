import { Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ScoresView } from '../../../src/studio/api.ts';
import type { Format } from '../messages/format.ts';
import { useText } from '../messages/language.tsx';
import { share } from './measure-table.tsx';

type ClassScores = NonNullable<ScoresView['classes']>[number];

interface ClassTableProps {
  readonly base: ScoresView | undefined;
  readonly tuned: ScoresView | undefined;
}

/** Precision, recall and F1 of each class for both models. */
export function ClassTable({ base, tuned }: ClassTableProps) {
  const { t, format } = useText();
  const classes = (tuned ?? base)?.classes;
  if (!classes) return null;
  const find = (scores: ScoresView | undefined, name: string) => scores?.classes?.find((found) => found.name === name);
  const models = [base, tuned];
  return (
    <section className="card" aria-labelledby="classes">
      <Title order={2} id="classes">
        {t.classes}
      </Title>
      <div className="table-scroll">
        <Table verticalSpacing={4} className="numbers">
          <Table.Thead>
            <Table.Tr>
              <Table.Th rowSpan={2}>{t.class}</Table.Th>
              <Table.Th rowSpan={2} className="end">
                {t.support}
              </Table.Th>
              {[t.recall, t.precision, 'F1'].map((name) => (
                <Table.Th key={name} colSpan={2} scope="colgroup" className="group-head">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
            <Table.Tr>
              {['recall', 'precision', 'f1'].flatMap((name) => [
                <Table.Th key={`${name}-base`} className="end">
                  {t.base}
                </Table.Th>,
                <Table.Th key={`${name}-tuned`} className="end">
                  {t.tuned}
                </Table.Th>,
              ])}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classes.map(({ name, support }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td className="end">{format.number(support)}</Table.Td>
                {CELLS.flatMap(({ key, show }) =>
                  models.map((scores, index) => (
                    <Table.Td key={`${key}-${index === 0 ? 'base' : 'tuned'}`} className="end">
                      {show(find(scores, name), format) ?? <span className="soft">–</span>}
                    </Table.Td>
                  )),
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

const percentOf = (value: number | undefined, format: Format): ReactNode =>
  value === undefined ? undefined : format.percent(value);

const CELLS: readonly {
  readonly key: string;
  readonly show: (scores: ClassScores | undefined, format: Format) => ReactNode;
}[] = [
  { key: 'recall', show: (s, f) => (s?.recallShare ? share(s.recallShare, f) : percentOf(s?.recall, f)) },
  { key: 'precision', show: (s, f) => (s?.precisionShare ? share(s.precisionShare, f) : percentOf(s?.precision, f)) },
  { key: 'f1', show: (s, f) => percentOf(s?.f1, f) },
];
