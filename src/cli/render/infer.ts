import type { InferSummary, RolloutCounters } from '../../toolkit/index.ts';

/** What came of asking, for people. */
export function describeInference(summary: InferSummary, rollout?: RolloutCounters): string {
  const { answered, resumed, cached, failed, leftOut, documents, calls, throttled, tokens, latencyMs } = summary;
  const free = [
    ...(resumed > 0 ? [`${resumed} from an earlier run`] : []),
    ...(cached > 0 ? [`${cached} without a call`] : []),
  ];
  const asked = [
    `${answered + resumed} of ${documents} documents answered${free.length > 0 ? ` (${free.join(', ')})` : ''}`,
    `${failed} failed`,
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
  ];
  const spent = [
    `${calls} calls${throttled > 0 ? `, ${throttled} of them throttled and made again` : ''}`,
    `${tokens.input.toLocaleString('en')} tokens in, ${tokens.output.toLocaleString('en')} out`,
  ];
  return [
    asked.join(', '),
    ...(calls > 0 ? [spent.join('; ')] : []),
    ...(latencyMs ? [describeLatency(latencyMs)] : []),
    ...(rollout ? [describeRollout(rollout)] : []),
  ].join('\n');
}

function describeLatency({ median, p90, p95, p99, calls }: NonNullable<InferSummary['latencyMs']>): string {
  const seconds = (milliseconds: number | undefined) => ((milliseconds ?? 0) / 1000).toFixed(2);
  return `latency of ${calls} answers: median ${seconds(median)} s, 90 % within ${seconds(p90)} s, 95 % ${seconds(p95)} s, 99 % ${seconds(p99)} s`;
}

function describeRollout({ primary, fallback, unanswered, fallbacks, shadow, breaker }: RolloutCounters): string {
  const reasons = Object.entries(fallbacks).flatMap(([reason, count]) => (count > 0 ? [`${reason} ${count}`] : []));
  return [
    `routes: model ${primary}, fallback ${fallback}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}, unanswered ${unanswered}`,
    ...(breaker.opened > 0 ? [`breaker opened ${breaker.opened}×, now ${breaker.state}`] : []),
    ...(shadow.answered + shadow.failed > 0
      ? [`shadow: ${shadow.same} of ${shadow.answered} answers the same, ${shadow.failed} failed`]
      : []),
  ].join('; ');
}
