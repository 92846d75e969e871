import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DocumentFacets,
  DocumentPage,
  EndpointList,
  RunDetail,
  RunScores,
  RunSummary,
  SavedLabels,
} from '../../src/studio/api.ts';
import type { Studio } from '../../src/studio/index.ts';
import { buildDashboard, clientOf, openStudioRuns, SELLERS_CSV, type StudioRuns } from './support/studio-runs.ts';

let runs: StudioRuns;
let studio: Studio;
let client: ReturnType<typeof clientOf>;
let classes: string;
let sellers: string;
beforeAll(async () => {
  buildDashboard();
  runs = await openStudioRuns();
  studio = await runs.start();
  client = clientOf(studio);
  const found = await client.json<readonly RunSummary[]>('/api/runs');
  classes = found.find(({ name }) => name === 'sample-run')?.id ?? '';
  sellers = found.find(({ name }) => name === 'sellers-run')?.id ?? '';
}, 120_000);
afterAll(() => runs[Symbol.asyncDispose]());

/** `fetch` sets Host and Sec-Fetch-Mode itself. @returns the status */
const raw = (path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const cookie = `novatune-studio-${studio.port}=${client.token}`;
    const options = { host: '127.0.0.1', port: studio.port, path, headers: { cookie, ...headers } };
    const sent = httpRequest(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });

describe('who is let in', () => {
  it('needs the token, for data and pages alike', async () => {
    for (const path of ['/api/runs', '/api/info', '/', '/assets/index.js', '/?token=wrong', '/api/runs?token=wrong']) {
      expect((await fetch(`${client.origin}${path}`)).status, path).toBe(401);
    }
    const almost = { cookie: `novatune-studio-${studio.port}=${client.token}x` };
    expect((await fetch(`${client.origin}/api/runs`, { headers: almost })).status).toBe(401);
    // The token in the address opens pages alone: data are never one link away.
    expect((await fetch(`${client.origin}/api/runs?token=${client.token}`)).status).toBe(401);
  });

  it('turns the token into a cookie that no script reads and no other site sends', async () => {
    const answer = await fetch(studio.url);
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(new RegExp(`^novatune-studio-${studio.port}=`));
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
  });

  it('answers to names of this machine alone', async () => {
    const { port } = studio;
    expect(await raw('/api/runs', { host: `127.0.0.1:${port}` })).toBe(200);
    for (const host of [`evil.example:${port}`, '127.0.0.1.evil.example', `127.0.0.1:${port + 1}`]) {
      expect(await raw('/api/runs', { host }), host).toBe(403);
    }
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a picture on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a page of another local port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
    ['a link to data', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('refuses %s', async (_who, headers) => {
    expect(await raw('/api/runs', headers)).toBe(403);
  });

  it('lets a link to the dashboard open it', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await raw(`/?token=${client.token}`, { ...headers, cookie: '' })).toBe(200);
    expect(await raw('/', { ...headers, cookie: '' })).toBe(401);
  });

  it('runs no inline script and keeps no data', async () => {
    const page = await client.request('/runs/anything');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(await page.text()).toContain(`content="${nonce}"`);
    expect((await client.request('/runs/anything')).headers.get('content-security-policy')).not.toContain(nonce);
    for (const path of ['/api/runs', `/api/runs/${classes}`, '/']) {
      expect((await client.request(path)).headers.get('cache-control'), path).toBe('no-store');
    }
  });
});

describe('paths', () => {
  const artifact = (path: string) => client.request(`/api/runs/${classes}/artifact?path=${encodeURIComponent(path)}`);

  it('stay inside the run folder', async () => {
    await writeFile(join(runs.root, 'secret.json'), '{}');
    await symlink(join(runs.root, 'secret.json'), join(runs.root, 'classes', 'link.json'));
    const outside = [
      '../secret.json',
      '/etc/passwd',
      '..',
      '',
      '.',
      'link.json',
      'run.json\0',
      'dataset/../../secret.json',
    ];
    for (const path of outside) expect((await artifact(path)).status, path).toBe(404);
    expect((await artifact('run.json')).status).toBe(200);
    expect((await artifact('dataset/manifest.json')).status).toBe(200);
  });

  it('of runs are looked up, not joined', async () => {
    for (const id of ['..', '%2e%2e%2f', 'classes', '0000000000000000']) {
      expect((await client.request(`/api/runs/${id}/scores`)).status, id).toBe(404);
    }
    expect((await client.request('/assets/..%2findex.html')).status).toBe(404);
  });

  it('of images that a manifest leads outside with are refused', async () => {
    const folder = join(runs.root, 'hostile');
    await mkdir(join(folder, 'dataset'), { recursive: true });
    const manifest = await readFile(join(runs.root, 'classes/dataset/manifest.json'), 'utf8');
    await writeFile(join(folder, 'dataset/manifest.json'), manifest.replace(/"images\/[^"]+"/, '"../../secret.json"'));
    await writeFile(join(folder, 'comparison.json'), '{}');
    const found = await client.json<readonly RunSummary[]>('/api/runs');
    const id = found.find((run) => run.folder === 'hostile')?.id ?? '';
    const [first] = JSON.parse(manifest).documents as readonly { readonly id: string }[];
    const picture = await client.request(`/api/runs/${id}/picture?id=${encodeURIComponent(first?.id ?? '')}`);
    expect(picture.status).toBe(404);
  });

  it('lets nothing in a report run or reach out', async () => {
    const policy = (await artifact('report.html')).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^sandbox;/);
    expect(policy).not.toContain('script');
  });
});

describe('what it tells', () => {
  it('of a run from end to end', async () => {
    const run = await client.json<RunDetail>(`/api/runs/${classes}`);
    expect(run).toMatchObject({ status: 'finished', task: 'classification', rehearsal: true, problems: [] });
    expect(run.steps.filter(({ state }) => state === 'done').map(({ id }) => id)).toEqual([
      'prepare',
      'validate',
      'upload',
      'train',
      'deploy',
      'infer',
      'evaluate',
      'report',
    ]);
    expect(run.loss.training.length).toBeGreaterThan(0);
    expect(run.comparison?.documents).toBe(6);
    expect(run.cost?.low).toBeGreaterThan(0);
  });

  it('of a job that runs, what its service says', async () => {
    const job = JSON.parse(await readFile(join(runs.root, 'classes/job-details.json'), 'utf8'));
    await mkdir(join(runs.root, 'underway'));
    const begun = { ...job, status: 'InProgress', model_id: undefined, end_time: undefined };
    await writeFile(join(runs.root, 'underway/job-details.json'), JSON.stringify(begun));
    const found = await client.json<readonly RunSummary[]>('/api/runs');
    const listed = found.find(({ folder }) => folder === 'underway');
    expect(listed).toMatchObject({ status: 'running', name: job.job_name });
    const run = await client.json<RunDetail>(`/api/runs/${listed?.id}`);
    expect(run.loss.live).toBe(true);
    expect(run.loss.training.length).toBeGreaterThan(0);
    expect(run.job?.status).toBe('Completed');
  });

  it('of a run that its audit ended', async () => {
    const run = await client.json<RunDetail>(`/api/runs/${sellers}`);
    expect(run.status).toBe('failed');
    expect(run.steps.find(({ id }) => id === 'audit')).toMatchObject({ state: 'failed', gate: { allowed: 0.05 } });
    // Those without findings as well, as the source has them.
    const all = await client.json<DocumentPage>(`/api/runs/${sellers}/documents`);
    expect(all.documents.map(({ id }) => id)).toEqual(['a.png', 'b.png', 'c.png', 'd.png']);
    const { documents } = await client.json<DocumentPage>(`/api/runs/${sellers}/documents?proposed=true`);
    expect(documents.map(({ id, proposed }) => [id, proposed])).toEqual(
      expect.arrayContaining([
        ['b.png', 'Borealis Ltd'],
        ['d.png', 'Delta Foods'],
      ]),
    );
    const picture = await client.request(`/api/runs/${sellers}/picture?id=b.png&size=small`);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
  });

  it('documents by any filter, with counts that agree', async () => {
    const facets = await client.json<DocumentFacets>(`/api/runs/${classes}/facets`);
    expect(facets.documents).toBe(18);
    const count = async (query: string) =>
      (await client.json<DocumentPage>(`/api/runs/${classes}/documents?${query}`)).total;
    for (const [split, documents] of Object.entries(facets.splits))
      expect(await count(`split=${split}`)).toBe(documents);
    for (const [label, documents] of Object.entries(facets.labels))
      expect(await count(`label=${label}`)).toBe(documents);
    for (const [change, documents] of Object.entries(facets.changes)) {
      expect(await count(`change=${change}`)).toBe(documents);
    }
    expect(await count('answered=true')).toBe(6);
    expect((await client.request(`/api/runs/${classes}/documents?split=none`)).status).toBe(400);
    expect((await client.request(`/api/runs/${classes}/documents?limit=-1`)).status).toBe(400);
  });

  it('the documents of each cell of the confusion matrix', async () => {
    const scores = await client.json<RunScores>(`/api/runs/${classes}/scores`);
    expect(JSON.stringify(scores)).not.toContain('"outcomes"');
    for (const model of ['base', 'tuned'] as const) {
      const matrix = scores[model]?.confusion;
      for (const [row, truth] of (matrix?.classes ?? []).entries()) {
        for (const [column, predicted] of (matrix?.classes ?? []).entries()) {
          const query = `answered=true&model=${model}&label=${truth}&predicted=${predicted}`;
          const page = await client.json<DocumentPage>(`/api/runs/${classes}/documents?${query}`);
          expect(page.total, query).toBe(matrix?.counts[row]?.[column]);
        }
      }
    }
  });

  it('what bills, by the hour', async () => {
    const { endpoints } = await client.json<EndpointList>('/api/endpoints');
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]).toMatchObject({ kind: 'throughput', billing: 'hour', ours: true, run: 'sample-run' });
    expect(endpoints[0]?.pricePerHour?.amount).toBeGreaterThan(1);
  });

  it('changes as they come', async () => {
    const gone = new AbortController();
    const answer = await client.request(`/api/runs/${sellers}/live`, { signal: gone.signal });
    const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    const next = async () => JSON.parse(((await reader.read()).value ?? '').replace(/^data: /, '')) as RunDetail;
    expect((await next()).steps.find(({ id }) => id === 'upload')?.state).not.toBe('done');
    await writeFile(join(runs.root, 'sellers/upload.json'), JSON.stringify({ objects: 7 }));
    const changed = (await next()).steps.find(({ id }) => id === 'upload');
    expect(changed).toMatchObject({ state: 'done', facts: [{ name: 'objects', value: 7 }] });
    gone.abort();
  });
});

describe('writing', () => {
  const edits = { edits: [{ document: 'b.png', label: '北方贸易有限公司, "north"' }] };

  it('is refused without --write', async () => {
    expect((await client.post(`/api/runs/${sellers}/labels`, edits)).status).toBe(403);
    const { endpoints } = await client.json<EndpointList>('/api/endpoints');
    const deletion = { kind: 'throughput', arn: endpoints[0]?.arn, confirm: endpoints[0]?.name };
    expect((await client.post('/api/endpoints/delete', deletion)).status).toBe(403);
    expect((await client.json<EndpointList>('/api/endpoints')).endpoints).toHaveLength(1);
    expect((await readdir(join(runs.root, 'sellers'))).filter((name) => name.startsWith('labels'))).toEqual([]);
  });

  it('is not needed to download reviewed labels', async () => {
    const answer = await client.post(`/api/runs/${sellers}/labels.csv`, edits);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const text = await answer.text();
    expect(text).toContain('b.png,"北方贸易有限公司, ""north""",Wu');
  });

  it('makes a new file each time and leaves the labels alone', async () => {
    const writing = clientOf(await runs.start({ write: true }));
    const save = async () => (await (await writing.post(`/api/runs/${sellers}/labels`, edits)).json()) as SavedLabels;
    const [first, second] = [await save(), await save()];
    expect(first).toMatchObject({ changed: 1 });
    expect(second.file).not.toBe(first.file);
    expect(await readFile(second.file, 'utf8')).toBe(await readFile(first.file, 'utf8'));
    expect(await readFile(join(runs.root, 'photos/labels.csv'), 'utf8')).toBe(SELLERS_CSV);
    const wrong = { edits: [{ document: '../../run.json', label: 'x' }] };
    expect((await writing.post(`/api/runs/${sellers}/labels`, wrong)).status).toBe(400);
    const alien = { edits: [{ document: 'letter/letter-0.png', label: 'poem' }] };
    expect((await writing.post(`/api/runs/${classes}/labels`, alien)).status).toBe(400);
  });

  it('deletes an endpoint only under its name, and never for another site', async () => {
    const writing = clientOf(await runs.start({ write: true }));
    const { endpoints } = await writing.json<EndpointList>('/api/endpoints');
    const { arn = '', name = '' } = endpoints[0] ?? {};
    const wrong = await writing.post('/api/endpoints/delete', { kind: 'throughput', arn, confirm: `${name}x` });
    expect(wrong.status).toBe(400);
    const foreign = await writing.request('/api/endpoints/delete', {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: JSON.stringify({ kind: 'throughput', arn, confirm: name }),
    });
    expect(foreign.status).toBe(403);
    expect((await writing.json<EndpointList>('/api/endpoints')).endpoints).toHaveLength(1);
  });
});
