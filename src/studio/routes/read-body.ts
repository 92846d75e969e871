import type { Context } from 'hono';
import { z } from 'zod';
import { InputError } from '../../toolkit/index.ts';
import type { EndpointDeletion, JobStop, LabelEdits } from '../api.ts';

export const LABEL_EDITS: z.ZodType<LabelEdits> = z.strictObject({
  edits: z.array(z.strictObject({ document: z.string(), label: z.string() })),
});

export const ENDPOINT_DELETION: z.ZodType<EndpointDeletion> = z.strictObject({
  kind: z.enum(['deployment', 'throughput']),
  arn: z.string(),
  confirm: z.string(),
});

export const JOB_STOP: z.ZodType<JobStop> = z.strictObject({
  kind: z.enum(['customization', 'batch']),
  id: z.string(),
  confirm: z.string(),
});

/** @throws {InputError} `option-invalid` */
export async function readBody<Body>(context: Context, shape: z.ZodType<Body>): Promise<Body> {
  const body: unknown = await context.req.json().catch(() => undefined);
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InputError('option-invalid', `Expected another body: ${z.prettifyError(parsed.error)}`);
}
