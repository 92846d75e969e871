import type { Agreement, LabelPlan } from '../../toolkit/index.ts';

/** What labelling would ask, or is about to ask. */
export function describePlan({ documents, toAsk, tokens }: LabelPlan): string {
  const unusable = documents.filter((one) => 'code' in one).length;
  const calls = toAsk.first + toAsk.second;
  const range = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `${low.toLocaleString('en')} to ${high.toLocaleString('en')}`;
  return [
    `${documents.length} images${unusable > 0 ? `, ${unusable} of them unreadable` : ''}; ${calls} calls to make${
      toAsk.second > 0 ? ` (${toAsk.first} first, ${toAsk.second} second opinions)` : ''
    }`,
    ...(calls > 0 ? [`about ${range(tokens.input)} tokens in, ${range(tokens.output)} out`] : []),
  ].join('\n');
}

/** `agreement 45 of 50, 90.0 % (78.6 to 95.7 %); kappa 0.85 (0.74 to 0.96)` */
export function describeAgreement({ rate, kappa }: Agreement): string {
  const percent = (share: number) => (share * 100).toFixed(1);
  if (rate.total === 0) return 'no agreement to speak of: no image has a label from both';
  const shares = `agreement ${rate.successes} of ${rate.total}, ${percent(rate.value)} % (95 % interval ${percent(rate.low)} to ${percent(rate.high)} %)`;
  const beyondChance =
    kappa === undefined
      ? 'no kappa: chance alone explains the agreement'
      : `kappa ${kappa.value.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`;
  return `${shares}; ${beyondChance}`;
}
