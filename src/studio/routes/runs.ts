import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { RunSummary } from '../api.ts';
import { describeRun } from '../run/describe-run.ts';
import type { RunFiles } from '../run/run-files.ts';
import { summarizeRun } from '../run/summarize-run.ts';
import { watchRun } from '../run/watch-run.ts';
import type { StudioContext } from '../studio-context.ts';
import { sendArtifact } from './send-artifact.ts';

export function runRoutes(studio: StudioContext): Hono {
  const { registry, costs, watch, signal } = studio;
  const describe = (files: RunFiles) => describeRun(files, Date.now(), studio);
  const routes = new Hono();
  routes.get('/', async (context) => {
    const runs = await registry.list();
    const summaries = await Promise.all(
      runs.map((files) => summarizeRun(files, Date.now(), costs).catch(() => undefined)),
    );
    const found = summaries.filter((summary): summary is RunSummary => summary !== undefined);
    return context.json(found.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt)));
  });
  routes.get('/:run', async (context) => context.json(await describe(await registry.get(context.req.param('run')))));
  routes.get('/:run/live', async (context) => {
    const id = context.req.param('run');
    await registry.get(id);
    const send = async (stream: SSEStreamingApi) => {
      const gone = new AbortController();
      const end = () => gone.abort();
      stream.onAbort(end);
      signal.addEventListener('abort', end, { once: true });
      try {
        const changes = watchRun(() => registry.get(id), describe, { ...watch, signal: gone.signal });
        for await (const detail of changes) await stream.writeSSE({ data: JSON.stringify(detail) });
      } finally {
        signal.removeEventListener('abort', end);
      }
    };
    // A stream that breaks says so by its end: the browser opens it again.
    return streamSSE(context, send, async () => undefined);
  });
  routes.get('/:run/artifact', async (context) =>
    sendArtifact(context, await registry.get(context.req.param('run')), context.req.query('path') ?? ''),
  );
  return routes;
}
