import { Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Estimate, Proportion, ScoresView } from '../../../src/studio/api.ts';
import type { Messages } from '../messages/en.ts';
import type { Format } from '../messages/format.ts';
import { useText } from '../messages/language.tsx';

interface Measure {
  readonly name: keyof Messages['measures'];
  readonly show: (scores: ScoresView, format: Format) => ReactNode;
}

/** Every measure that the scores may hold; rows without a value are left out. */
const MEASURES: readonly Measure[] = [
  { name: 'accuracy', show: ({ accuracy }, f) => share(accuracy, f) },
  { name: 'groupedAccuracy', show: ({ groupedAccuracy }, f) => estimate(groupedAccuracy, f, true) },
  { name: 'balancedAccuracy', show: ({ balancedAccuracy }, f) => estimate(balancedAccuracy, f, true) },
  {
    name: 'macroF1',
    show: ({ macro, macroF1 }, f) =>
      estimate(macro?.f1, f, true) ?? (macroF1 === undefined ? undefined : f.percent(macroF1)),
  },
  { name: 'weightedF1', show: ({ weighted }, f) => estimate(weighted?.f1, f, true) },
  { name: 'kappa', show: ({ kappa }, f) => estimate(kappa, f, false) },
  { name: 'mcc', show: ({ mcc }, f) => estimate(mcc, f, false) },
  { name: 'exactMatch', show: ({ exactMatch }, f) => exactMatch && share(exactMatch, f) },
  { name: 'sameCompany', show: ({ sameCompany }, f) => sameCompany && share(sameCompany, f) },
  {
    name: 'similarity',
    show: ({ similarity, meanSimilarity }, f) =>
      estimate(similarity, f, true) ?? (meanSimilarity === undefined ? undefined : f.percent(meanSimilarity)),
  },
  { name: 'cer', show: ({ cer }, f) => estimate(cer, f, true) },
  { name: 'anls', show: ({ anls }, f) => estimate(anls, f, true) },
  { name: 'unreadable', show: ({ unreadable, documents }, f) => `${f.number(unreadable)} / ${f.number(documents)}` },
  { name: 'missing', show: ({ missing, documents }, f) => `${f.number(missing)} / ${f.number(documents)}` },
  {
    name: 'latency',
    show: ({ latencyMs }, f) => latencyMs && `${f.number(latencyMs.median)} / ${f.number(latencyMs.p95)} ms`,
  },
  { name: 'tokens', show: ({ tokens }, f) => `${f.number(tokens.input)} + ${f.number(tokens.output)}` },
  { name: 'cost', show: ({ cost }, f) => cost && f.smallMoney(cost.usd, 'USD') },
];

interface MeasureTableProps {
  readonly base: ScoresView | undefined;
  readonly tuned: ScoresView | undefined;
}

/** Measures of both models side by side, each with its interval. */
export function MeasureTable({ base, tuned }: MeasureTableProps) {
  const { t, format } = useText();
  const rows = MEASURES.map(({ name, show }) => ({
    name,
    cells: [base && show(base, format), tuned && show(tuned, format)],
  })).filter(({ cells }) => cells.some((cell) => cell !== undefined));
  return (
    <section className="card" aria-labelledby="measures">
      <Title order={2} id="measures">
        {t.measuresTitle}
      </Title>
      <div className="table-scroll">
        <Table verticalSpacing={4} className="numbers">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.measure}</Table.Th>
              <Table.Th className="end">{t.base}</Table.Th>
              <Table.Th className="end">{t.tuned}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ name, cells: [first, second] }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{t.measures[name]}</Table.Th>
                <Table.Td className="end">{first ?? '–'}</Table.Td>
                <Table.Td className="end">{second ?? '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

/** A share with its interval and denominator. */
export const share = (value: Proportion, format: Format): ReactNode => (
  <>
    {format.percent(value.value)}{' '}
    <span className="soft small">
      ({format.interval(value)}, {format.of(value)})
    </span>
  </>
);

/** A mean with its interval and denominator; undefined when the scores do not hold it. */
export function estimate(value: Estimate | undefined, format: Format, isShare: boolean): ReactNode {
  if (!value) return undefined;
  const shown = isShare ? format.percent(value.value) : format.number(value.value, 3);
  const interval = isShare ? format.interval(value) : `${format.number(value.low, 3)}–${format.number(value.high, 3)}`;
  return (
    <>
      {shown}{' '}
      <span className="soft small">
        ({interval}, n = {format.number(value.total)})
      </span>
    </>
  );
}
