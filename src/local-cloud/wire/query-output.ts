import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireResponse } from './message.ts';
import type { OperationPlan } from './operation-plan.ts';
import { narrowStructure } from './schema.ts';
import type { ServicePlan } from './service-plan.ts';

/** Result structures renamed `<Operation>Result`, made once per operation. */
const results = new WeakMap<OperationPlan, NormalizedSchema | 'none'>();

/** Writes an output as the query protocol does: result and request id inside one response element. */
export function writeQueryOutput(
  service: ServicePlan,
  operation: OperationPlan,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): WireResponse {
  let schema = results.get(operation);
  if (!schema) {
    schema = narrowStructure(operation.output, () => true, `${operation.name}Result`) ?? 'none';
    results.set(operation, schema);
  }
  const result = schema === 'none' ? '' : Buffer.from(service.codec.write(schema, output)).toString('utf8');
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const name = `${operation.name}Response`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(`<${name} xmlns="${service.xmlNamespace}">${result}${metadata}</${name}>`),
  };
}
