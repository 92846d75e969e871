import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { refusal } from '../refusal.ts';

export interface GuardOptions {
  /** Secret of this start; whoever has it may see every run. */
  readonly token: string;
  /** Port that is listened on; known once the socket is open. */
  readonly port: () => number;
}

/** Enough that it cannot be guessed, in letters that survive a terminal. */
export const newToken = (): string => randomBytes(24).toString('base64url');

/**
 * Lets in who names this machine, comes from no other site, and knows the token.
 *
 * The token comes in the address once and is then kept in a cookie that no script can read and no other site sends along.
 * A cookie, and not a header from session storage: pictures, reports and new tabs are then loaded by the browser itself.
 * Cookies are not told apart by port, so the name holds the port and `Sec-Fetch-Site` keeps out pages of other local ports.
 */
export function guard({ token, port }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const names = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    const host = context.req.header('host') ?? '';
    if (!names.includes(host.toLowerCase())) return refusal(context, 403, 'host-refused', HOST_MESSAGE);
    if (isForeign(context, host)) return refusal(context, 403, 'origin-refused', ORIGIN_MESSAGE);
    const cookie = `novatune-studio-${port()}`;
    const given = context.req.query('token');
    const isPage = context.req.method === 'GET' && !context.req.path.startsWith('/api/');
    if (isPage && given !== undefined && isSame(given, token)) {
      setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
    } else if (!isSame(getCookie(context, cookie) ?? '', token)) {
      return isPage ? context.text(TOKEN_MESSAGE, 401) : refusal(context, 401, 'token-missing', TOKEN_MESSAGE);
    }
    return next();
  };
}

const HOST_MESSAGE = 'Studio answers to 127.0.0.1 and localhost only.';
const ORIGIN_MESSAGE = 'Studio does not answer to pages of other sites.';
const TOKEN_MESSAGE = 'Open the address that `novatune studio` has printed: it holds the token.';

/** A request that a page of another site, or of another port of this machine, has caused. Opening the dashboard from a link is none. */
function isForeign(context: Context, host: string): boolean {
  const origin = context.req.header('origin');
  if (origin !== undefined) return origin.toLowerCase() !== `http://${host.toLowerCase()}`;
  const site = context.req.header('sec-fetch-site');
  if (site === undefined || site === 'none' || site === 'same-origin') return false;
  const opensPage = context.req.header('sec-fetch-mode') === 'navigate' && context.req.method === 'GET';
  return !opensPage || context.req.path.startsWith('/api/');
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));
