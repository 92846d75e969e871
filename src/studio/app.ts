import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { StudioInfo } from './api.ts';
import { answerError, problemOf, refusal } from './refusal.ts';
import { documentRoutes } from './routes/documents.ts';
import { endpointRoutes } from './routes/endpoints.ts';
import { jobRoutes } from './routes/jobs.ts';
import { serveAsset, servePage } from './routes/page.ts';
import { runRoutes } from './routes/runs.ts';
import { scoreRoutes } from './routes/scores.ts';
import { type GuardOptions, guard } from './security/guard.ts';
import { safeHeaders } from './security/headers.ts';
import type { StudioContext } from './studio-context.ts';

/** Label edits of 20,000 documents are about 2 MB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Studio as a function from request to response. */
export function createApp(studio: StudioContext, options: GuardOptions & { readonly dashboard: string }): Hono {
  const app = new Hono();
  app.use(safeHeaders, guard(options), bodyLimit({ maxSize: MAX_BODY_BYTES }));
  app.onError(answerError);
  app.get('/api/info', async (context) => context.json(await info(studio)));
  app.route('/api/runs', runRoutes(studio));
  app.route('/api/runs', documentRoutes(studio));
  app.route('/api/runs', scoreRoutes(studio));
  app.route('/api/jobs', jobRoutes(studio));
  app.route('/api/endpoints', endpointRoutes(studio));
  app.all('/api/*', (context) => refusal(context, 404, 'route-not-found', 'Studio has no such address.'));
  app.get('/assets/:name', serveAsset(options.dashboard));
  app.get('*', servePage(options.dashboard));
  return app;
}

/** Without credentials, looking for some takes long. Milliseconds. */
const IDENTITY_MS = 5000;

async function info({ version, write, roots, cloud }: StudioContext): Promise<StudioInfo> {
  const known = { version, write, roots };
  if (!cloud) return known;
  try {
    const { accountId, region, endpoint, rehearsal } = await cloud.identity(AbortSignal.timeout(IDENTITY_MS));
    return { ...known, cloud: { accountId, region, rehearsal, ...(endpoint !== undefined && { endpoint }) } };
  } catch (error) {
    return { ...known, cloudProblem: problemOf(error) };
  }
}
