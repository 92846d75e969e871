import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Studio, type StudioOptions, startStudio } from '../../../src/studio/index.ts';
import { type Recipe, runPipeline } from '../../../src/toolkit/index.ts';
import { encodePage } from '../../support/coded-pages.ts';
import { drain, openRehearsal, type Rehearsal, writeFiles } from '../../support/rehearsal.ts';
import { sampleRun } from '../../support/sample-run.ts';

/** Bundles the dashboard unless its bundle is newer than its sources. */
export function buildDashboard(): void {
  const script = fileURLToPath(new URL('../../../scripts/build-dashboard.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'ignore' });
}

/** Two runs on the embedded cloud: one from end to end on provisioned throughput, and one that its label audit ended. */
export interface StudioRuns extends AsyncDisposable {
  readonly rehearsal: Rehearsal;
  /** Folder that holds both runs and the labels. */
  readonly root: string;
  /** Studio over them; closed with them. */
  start(options?: Partial<StudioOptions>): Promise<Studio>;
}

export const SELLERS_CSV = [
  'page,seller,checked_by',
  'a.png,Acme Trading,Wu',
  'b.png,"{""seller"": ""Borealis Ltd""}",Wu',
  'c.png,Cobalt Works,Li',
  'd.png,"{""seller"": ""Delta Foods""}",Li',
].join('\n');

export async function openStudioRuns(): Promise<StudioRuns> {
  const rehearsal = await openRehearsal();
  const root = join(rehearsal.folder, 'runs');
  const { cloud } = rehearsal;
  const run = (recipe: Recipe, name: string) =>
    drain(runPipeline(recipe, { folder: join(root, name), version: '0.0.0-test' }, cloud));
  await run(await sampleRun(rehearsal.folder, { endpoint: 'throughput' }), 'classes');
  await run(await sellersRecipe(root), 'sellers').catch((error: { readonly code?: string }) => {
    if (error.code !== 'audit-gate-closed') throw error;
  });
  const open: Studio[] = [];
  return {
    rehearsal,
    root,
    start: async (options = {}) => {
      const studio = await startStudio({
        roots: [root],
        version: '0.0.0-test',
        cacheFolder: join(rehearsal.folder, 'pictures'),
        cloud,
        watchMs: 50,
        ...options,
      });
      open.push(studio);
      return studio;
    },
    [Symbol.asyncDispose]: async () => {
      for (const studio of open) await studio.close();
      await rehearsal[Symbol.asyncDispose]();
    },
  };
}

/** Two labels are a model's whole answer instead of the bare value: the audit has better ones. */
async function sellersRecipe(root: string): Promise<Recipe> {
  const pages = Object.fromEntries(
    await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => [`${name}.png`, await encodePage([name])] as const)),
  );
  const source = join(root, 'photos');
  await writeFiles(source, { ...pages, 'labels.csv': SELLERS_CSV });
  return {
    name: 'sellers-run',
    title: 'Sellers of four invoices',
    source: {
      kind: 'images-and-csv',
      images: source,
      labels: join(source, 'labels.csv'),
      imageColumn: 'page',
      labelColumn: 'seller',
    },
    task: { kind: 'extraction', answerFormat: 'text', field: 'seller' },
    bucket: 'sample-bucket',
    audit: {},
  };
}

/** Requests as the dashboard makes them: with the token as a cookie. */
export function clientOf({ url, port }: Studio, headers: Readonly<Record<string, string>> = {}) {
  const token = new URL(url).searchParams.get('token') ?? '';
  const origin = `http://127.0.0.1:${port}`;
  const cookie = `novatune-studio-${port}=${token}`;
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}${path}`, { ...init, headers: { cookie, ...headers, ...init.headers } });
  return {
    origin,
    token,
    request,
    json: async <Body>(path: string): Promise<Body> => (await request(path)).json() as Promise<Body>,
    post: (path: string, body: unknown) =>
      request(path, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}
