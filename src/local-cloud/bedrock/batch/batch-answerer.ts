import type { ObjectStore } from '../../state/ports.ts';
import type { Endpoint } from '../endpoint/resolve-endpoint.ts';

/** How the records of a job are shaped: as bodies of InvokeModel or of Converse. */
export type InvocationType = 'InvokeModel' | 'Converse';

/** One record on its way to the model. */
export interface BatchQuestion {
  readonly endpoint: Endpoint;
  readonly invocationType: InvocationType;
  /** As parsed from the line; unchecked. */
  readonly modelInput: unknown;
  /** S3 with the rights of the job's role. */
  readonly objects: ObjectStore;
  readonly accountId: string;
  readonly signal: AbortSignal;
}

/** An answer in the shape of the invocation type. */
export interface BatchAnswer {
  readonly modelOutput: object;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The model as batch inference jobs see it: no quotas per minute, no waiting. */
export interface BatchAnswerer {
  /** @throws ServiceError for a record that the model does not take: the error of that record. */
  answer(question: BatchQuestion): Promise<BatchAnswer>;
}
