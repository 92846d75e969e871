import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from 'hono';
import { pagePolicy } from '../security/headers.ts';

/** Stands in the built page where the nonce of each answer goes. */
const PLACEHOLDER = '__CSP_NONCE__';

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The dashboard's page, for every address that is no file and no data: the dashboard finds its way by the address. */
export function servePage(folder: string): Handler {
  const page = readFile(join(folder, 'index.html'), 'utf8');
  page.catch(() => undefined);
  return async (context) => {
    const nonce = randomBytes(16).toString('base64');
    context.header('content-security-policy', pagePolicy(nonce));
    return context.html((await page).replaceAll(PLACEHOLDER, nonce));
  };
}

/** Scripts and style sheets. Their names hold their hash, so browsers may keep them. */
export function serveAsset(folder: string): Handler {
  return async (context) => {
    const name = context.req.param('name') ?? '';
    const type = TYPES[/^[\w-]+\.(js|css|svg)$/.exec(name)?.[1] ?? ''];
    const bytes = type && (await readFile(join(folder, 'assets', name)).catch(() => undefined));
    if (!type || !bytes) return context.notFound();
    context.header('content-type', type);
    context.header('cache-control', 'private, max-age=31536000, immutable');
    return context.body(new Uint8Array(bytes));
  };
}
