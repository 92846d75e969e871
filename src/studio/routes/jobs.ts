import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { InputError } from '../../toolkit/index.ts';
import type { JobQuery } from '../api.ts';
import type { StudioContext } from '../studio-context.ts';
import { onlyWrite } from './only-write.ts';
import { JOB_STOP, readBody } from './read-body.ts';

const KIND = z.enum(['customization', 'batch']);

const QUERY: z.ZodType<JobQuery> = z.strictObject({
  kind: KIND.exactOptional(),
  status: z.string().exactOptional(),
  offset: z.coerce.number().int().min(0).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).exactOptional(),
});

/** Jobs of the cloud that studio was started with, and the end of them. */
export const jobRoutes = ({ jobs, write }: StudioContext): Hono =>
  new Hono()
    .get('/', async (context) => context.json(await jobs.page(parse(QUERY, context.req.query()))))
    .get('/:kind/:id', async (context) => context.json(await jobs.view(kindOf(context), context.req.param('id'))))
    .post('/stop', onlyWrite(write), async (context) => {
      const stop = await readBody(context, JOB_STOP);
      await jobs.stop(stop);
      return context.json({ stopping: stop.id });
    });

const kindOf = (context: Context) => parse(KIND, context.req.param('kind'));

function parse<Value>(shape: z.ZodType<Value>, given: unknown): Value {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InputError('option-invalid', `Expected another address: ${z.prettifyError(parsed.error)}`);
}
