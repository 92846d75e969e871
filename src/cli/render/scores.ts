import type { ConfusionMatrix, Outcome, Scores } from '../../toolkit/index.ts';
import { describeEstimate, describeShare, percent, shareCell } from './numbers.ts';
import { formatTable } from './table.ts';

/** Classes of a confusion matrix that still fits a terminal; of more, only those that were confused are shown. */
const MOST_CLASSES = 8;
const MOST_CONFUSIONS = 5;
/** Columns of a value in the list of worst cases. */
const MOST_TEXT = 40;

/** Scores for people: totals, per class or field, confusions, worst cases. @param worst what is wrong, worst first. */
export function describeScores(scores: Scores, worst: readonly Outcome[]): string {
  const { accuracy, documents, unreadable, missing, groups, groupedAccuracy } = scores;
  return [
    `correct ${describeShare(accuracy)}`,
    ...(groupedAccuracy && groups !== undefined
      ? [`  by ${groups} groups: 95 % interval ${percent(groupedAccuracy.low)} to ${percent(groupedAccuracy.high)}`]
      : []),
    `of ${documents} documents with a truth, ${unreadable} unreadable answers, ${missing} without an answer`,
    ...(scores.task === 'classification' ? describeClasses(scores) : describeTexts(scores)),
    ...describeUse(scores),
    ...describeWorst(worst, scores),
  ].join('\n');
}

function describeClasses(scores: Scores): string[] {
  const { classes = [], confusion, macro, weighted, balancedAccuracy, kappa, mcc, topConfusions = [] } = scores;
  const rows = classes
    .filter(({ support, precision }) => support > 0 || precision !== undefined)
    .map((one) => [
      one.name,
      String(one.support),
      shareCell(one.precisionShare),
      shareCell(one.recallShare),
      one.f1 === undefined ? '–' : (one.f1 * 100).toFixed(1),
    ]);
  const numbers = [
    ['balanced accuracy', balancedAccuracy],
    ['macro F1', macro?.f1],
    ['weighted F1', weighted?.f1],
    ['Cohen’s kappa', kappa],
    ['Matthews correlation', mcc],
  ] as const;
  return [
    '',
    formatTable(
      ['over classes', '95 % interval'],
      numbers.flatMap(([name, estimate]) => (estimate ? [[name, describeEstimate(estimate)]] : [])),
    ),
    '',
    formatTable(['class', 'documents', 'precision %', 'recall %', 'F1 %'], rows),
    ...(topConfusions.length > 0
      ? [
          '',
          formatTable(
            ['truth', 'answered as', 'documents'],
            topConfusions
              .slice(0, MOST_CONFUSIONS)
              .map(({ truth, predicted, count, of }) => [truth, predicted, `${count} of ${of}`]),
          ),
        ]
      : []),
    ...(confusion ? describeConfusion(confusion) : []),
  ];
}

/** Rows are truths, columns answers. Classes that were never confused are left out of a large matrix. */
function describeConfusion({ classes, counts }: ConfusionMatrix): string[] {
  const names = [...classes, 'unreadable', 'missing'];
  const isConfused = (at: number) =>
    counts.some((row, from) => row.some((count, to) => count > 0 && from !== to && (from === at || to === at)));
  const isSmall = classes.length <= MOST_CLASSES;
  const rows = [...classes.keys()].filter((at) => isSmall || isConfused(at));
  const columns = [...names.keys()].filter((at) =>
    at < classes.length ? rows.includes(at) : counts.some((row) => (row[at] ?? 0) > 0),
  );
  if (rows.length === 0 || rows.length > 2 * MOST_CLASSES) return [];
  const hidden = classes.length - rows.length;
  return [
    '',
    formatTable(
      ['truth ↓ answer →', ...columns.map((at) => names[at] ?? '')],
      rows.map((from) => [names[from] ?? '', ...columns.map((to) => String(counts[from]?.[to] || '·'))]),
    ),
    ...(hidden > 0 ? [`${hidden} classes without a confusion are left out`] : []),
  ];
}

function describeTexts({ exactMatch, accuracy, sameCompany, cer, anls, similarity, fields }: Scores): string[] {
  const rows = [
    ...(exactMatch ? [['equal character by character', describeShare(exactMatch)]] : []),
    ['equal after normalising', describeShare(accuracy)],
    ...(sameCompany ? [['equal but for the form of the company', describeShare(sameCompany)]] : []),
    ...(cer ? [['character error rate', describeEstimate(cer)]] : []),
    ...(anls ? [['ANLS', describeEstimate(anls)]] : []),
    ...(similarity ? [['mean similarity', describeEstimate(similarity)]] : []),
  ];
  const perField = (fields ?? []).map((one) => [
    one.name,
    String(one.documents),
    shareCell(one.exact),
    shareCell(one.normalized),
    one.cer.value.toFixed(3),
    one.anls.value.toFixed(3),
    String(one.missing),
    String(one.extra),
  ]);
  return [
    '',
    formatTable([fields ? 'all fields of a document' : 'text', 'value (95 % interval)'], rows),
    ...(fields
      ? [
          '',
          formatTable(['field', 'documents', 'exact %', 'normalised %', 'CER', 'ANLS', 'missing', 'extra'], perField),
        ]
      : []),
  ];
}

function describeUse({ latencyMs, tokens, cost, documents, missing }: Scores): string[] {
  const answers = documents - missing;
  const times = latencyMs
    ? [
        `latency of ${latencyMs.calls ?? answers} calls: median ${latencyMs.median} ms` +
          `${latencyMs.p90 === undefined ? '' : `, p90 ${latencyMs.p90}`}, p95 ${latencyMs.p95}` +
          `${latencyMs.p99 === undefined ? '' : `, p99 ${latencyMs.p99}`}`,
      ]
    : [];
  const paid = cost ? `; about $${cost.usd.toFixed(4)}, $${(cost.usdPerDocument * 1000).toFixed(3)} per 1,000` : '';
  return [
    '',
    ...times,
    `tokens: ${tokens.input.toLocaleString('en')} in, ${tokens.output.toLocaleString('en')} out${paid}`,
  ];
}

function describeWorst(worst: readonly Outcome[], { task }: Scores): string[] {
  if (worst.length === 0) return [];
  const rows = worst.map(({ document, truth, predicted, answer, status, similarity }) => [
    document,
    shorten(truth),
    predicted === undefined ? `(${status}) ${shorten(answer ?? '')}`.trim() : shorten(predicted),
    ...(task === 'extraction' ? [(similarity ?? 0).toFixed(2)] : []),
  ]);
  const header = ['worst first', 'truth', 'answer', ...(task === 'extraction' ? ['similarity'] : [])];
  return ['', formatTable(header, rows)];
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return [...line].length > MOST_TEXT ? `${[...line].slice(0, MOST_TEXT - 1).join('')}…` : line;
}
