import type { WireResponse } from './message.ts';
import type { OperationPlan } from './operation-plan.ts';
import { writeQueryOutput } from './query-output.ts';
import { writeRestOutput } from './rest-output.ts';
import type { ServicePlan } from './service-plan.ts';

/** CBOR of `{}`. */
const EMPTY_MAP = Buffer.from([0xa0]);
const CBOR_HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/** Writes an operation's output in the service's protocol. */
export async function writeOutput(
  service: ServicePlan,
  operation: OperationPlan,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): Promise<WireResponse> {
  switch (service.definition.protocol) {
    case 'restJson1':
    case 'restXml':
      return await writeRestOutput(service, operation, output);
    case 'awsQuery':
      return writeQueryOutput(service, operation, output, requestId);
    case 'awsJson1_0':
    case 'awsJson1_1': {
      const unit = operation.output.isUnitSchema();
      const body = unit ? Buffer.from('{}') : service.codec.write(operation.output, output);
      return { status: 200, headers: { 'content-type': service.codec.contentType }, body };
    }
    case 'rpcV2Cbor': {
      const body = operation.output.isUnitSchema() ? EMPTY_MAP : service.codec.write(operation.output, output);
      return { status: 200, headers: CBOR_HEADERS, body };
    }
  }
}
