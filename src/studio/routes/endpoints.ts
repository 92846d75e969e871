import { Hono } from 'hono';
import { ConfigurationError } from '../../toolkit/index.ts';
import { deleteEndpoint } from '../endpoints/delete-endpoint.ts';
import { listEndpoints } from '../endpoints/list-endpoints.ts';
import type { StudioContext } from '../studio-context.ts';
import { onlyWrite } from './only-write.ts';
import { ENDPOINT_DELETION, readBody } from './read-body.ts';

/** What bills, and the end of it. */
export function endpointRoutes({ cloud, prices, write, signal }: StudioContext): Hono {
  const wanted = () => {
    if (cloud) return cloud;
    throw new ConfigurationError('no-cloud', 'Studio was started without a cloud, so it cannot tell what bills.', {
      remedy: 'Start it with --local, --region or --profile.',
    });
  };
  return new Hono()
    .get('/', async (context) => context.json(await listEndpoints(wanted(), prices, signal)))
    .post('/delete', onlyWrite(write), async (context) => {
      const deletion = await readBody(context, ENDPOINT_DELETION);
      await deleteEndpoint(deletion, wanted(), signal);
      return context.json({ deleted: deletion.arn });
    });
}
