import { findPrice, pricedModel, throughputHourPrice } from '../../cost/index.ts';
import type { Billing } from './report-document.ts';
import type { ReportInput } from './report-input.ts';

/** What the run has left in the cloud. Undefined when nothing is known of it; empty when it was deleted. */
export function billings({ job, endpoint, cleanedUp, prices }: ReportInput): readonly Billing[] | undefined {
  if (cleanedUp) return [];
  if (job?.model_id === undefined && !endpoint) return undefined;
  const model = pricedModel(job?.base_model ?? endpoint?.modelArn ?? '');
  const found: Billing[] = [];
  if (endpoint) {
    const hour = prices && model ? throughputHourPrice(prices, model) : undefined;
    found.push({
      kind: endpoint.kind,
      arn: endpoint.arn,
      // On demand only answers are billed.
      ...(endpoint.kind === 'throughput' && hour !== undefined && { usd: { low: hour, high: hour, unit: 'hour' } }),
      ...(endpoint.deadline !== undefined && { deadline: endpoint.deadline }),
    });
  }
  if (job?.model_id !== undefined) {
    const price = prices && model ? findPrice(prices, model, 'storage') : undefined;
    found.push({ kind: 'custom-model', arn: job.model_id, ...(price && { usd: { ...price.usd, unit: 'month' } }) });
  }
  return found;
}
