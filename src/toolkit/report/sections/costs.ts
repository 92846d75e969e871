import { type CostEstimate, type CostRange, formatUsd, type PaidStep, sumUp } from '../../cost/index.ts';
import { html, type Markup } from '../../lib/markup.ts';
import type { Billing, ReportDocument } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { type Cell, code, section, table } from './parts.ts';
import { time } from './training.ts';

/** Estimate against actual, and what goes on billing. */
export function costsSection(document: ReportDocument, words: Words): Markup[] {
  const { costs, bills } = document;
  const parts = [...(costs ? [costTable(costs, document.rehearsal, words)] : []), ...billing(bills, document, words)];
  return parts.length === 0 ? [] : [section('costs', words.costs.title, ...parts)];
}

function costTable(
  { estimate, actual }: NonNullable<ReportDocument['costs']>,
  rehearsal: boolean,
  words: Words,
): Markup {
  const { costs: names } = words;
  const lines = [...(estimate?.lines ?? []), ...(actual?.lines ?? [])];
  const steps = [...new Set(lines.map(({ step }) => step))];
  const rows = steps.map((step): [string, ...Cell[]] => [
    names.steps[step],
    ...[estimate, actual].map((of) => costText(costOf(step, of), words)),
  ]);
  const unknown = [...new Set([...(estimate?.unknown ?? []), ...(actual?.unknown ?? [])])];
  return html`${table(
    names.caption,
    [names.step, names.estimated, names.actual],
    [...rows, [names.total, costText(estimate?.total, words), costText(actual?.total, words)]],
    { numbers: true },
  )}
<p class="small">${rehearsal ? `${names.rehearsalNote} ` : ''}${names.note}</p>
${unknown.length > 0 ? html`<p class="small">${names.unknown}${words.colon}${unknown.join(words.semicolon)}</p>` : undefined}`;
}

function costOf(step: PaidStep, of: CostEstimate | undefined): CostRange | undefined {
  const lines = of?.lines.filter((line) => line.step === step) ?? [];
  return lines.length === 0 ? undefined : sumUp(lines).total;
}

function costText(range: CostRange | undefined, { costs: names, unknown }: Words): string {
  if (!range) return '–';
  if (!range.complete) return range.high === 0 ? unknown : names.atLeast(formatUsd(range.low));
  return names.usd(formatUsd(range.low), formatUsd(range.high));
}

function billing(
  bills: readonly Billing[] | undefined,
  { createdAt, rehearsal }: ReportDocument,
  words: Words,
): Markup[] {
  if (!bills) return [];
  const { costs: names } = words;
  if (bills.length === 0) return [html`<h3>${names.bills}</h3><p>${names.nothing}</p>`];
  const items = bills.map(
    (one) =>
      html`<li>${names.kinds[one.kind]} ${code(one.arn)}${words.colon}${pricesOf(one, words).join(words.semicolon)}</li>`,
  );
  return [
    html`<h3>${names.bills}</h3><p>${names.billsAt(time(createdAt))} ${rehearsal ? names.rehearsalNote : names.delete}</p><ul>${items}</ul>`,
  ];
}

function pricesOf({ kind, usd, deadline }: Billing, { costs: names }: Words): string[] {
  const price = usd
    ? names.per(names.usd(formatUsd(usd.low), formatUsd(usd.high)), usd.unit)
    : kind === 'deployment'
      ? names.onDemand
      : names.noPrice;
  if (deadline !== undefined) return [price, names.deadline(time(deadline))];
  return kind === 'throughput' ? [price, names.noDeadline] : [price];
}
