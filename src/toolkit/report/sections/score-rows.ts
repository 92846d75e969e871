import { formatUsd } from '../../cost/index.ts';
import type { ReportDocument, ReportedScores } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { number } from '../words/figures.ts';
import { modelsOf } from './models.ts';

/** One number of each model, as text; the page and its twin in Markdown show the same. */
export interface ScoreRow {
  readonly name: string;
  readonly values: readonly string[];
}

type Reading = (scores: ReportedScores) => string | undefined;

/** Numbers that at least one model has. */
export function scoreRows(document: Pick<ReportDocument, 'base' | 'tuned'>, words: Words): ScoreRow[] {
  const models = modelsOf(document, words);
  return readings(words).flatMap(([name, read]) => {
    const values = models.map(({ scores }) => read(scores));
    const title = name(models[0]?.scores);
    return values.some((value) => value !== undefined)
      ? [{ name: title, values: values.map((one) => one ?? '–') }]
      : [];
  });
}

const readings = (words: Words): [(scores: ReportedScores | undefined) => string, Reading][] => {
  const { scores: names, share, estimate } = words;
  return [
    [
      (scores) => (scores?.task === 'extraction' ? names.normalized : names.accuracy),
      ({ accuracy }) => share(accuracy),
    ],
    [(scores) => names.grouped(scores?.groups ?? 0), ({ groupedAccuracy }) => given(groupedAccuracy, estimate)],
    [() => names.balanced, ({ balancedAccuracy }) => given(balancedAccuracy, estimate)],
    [() => names.macroF1, ({ macro, macroF1 }) => given(macro?.f1, estimate) ?? macroF1?.toFixed(3)],
    [() => names.weightedF1, ({ weighted }) => given(weighted?.f1, estimate)],
    [() => names.kappa, ({ kappa }) => given(kappa, estimate)],
    [() => names.mcc, ({ mcc }) => given(mcc, estimate)],
    [() => names.exact, ({ exactMatch }) => given(exactMatch, share)],
    [() => names.sameCompany, ({ sameCompany }) => given(sameCompany, share)],
    [
      () => names.similarity,
      ({ similarity, meanSimilarity }) => given(similarity, estimate) ?? meanSimilarity?.toFixed(3),
    ],
    [() => names.cer, ({ cer }) => given(cer, estimate)],
    [() => names.anls, ({ anls }) => given(anls, estimate)],
    [() => names.unreadable, ({ unreadable, documents }) => `${number(unreadable)} / ${number(documents)}`],
    [() => names.missing, ({ missing, documents }) => `${number(missing)} / ${number(documents)}`],
    [
      () => names.latency,
      ({ latencyMs }) => given(latencyMs, ({ median, p95, p99 }) => names.latencyValue(median, p95, p99)),
    ],
    [() => names.tokens, ({ tokens: { input, output } }) => names.tokensValue(input, output)],
    [
      () => names.cost,
      ({ cost }) =>
        given(cost, ({ usd, usdPerDocument }) => names.costValue(formatUsd(usd), formatUsd(usdPerDocument * 1000))),
    ],
  ];
};

const given = <Value>(value: Value | undefined, show: (value: Value) => string): string | undefined =>
  value === undefined ? undefined : show(value);
