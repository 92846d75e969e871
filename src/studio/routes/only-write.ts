import type { MiddlewareHandler } from 'hono';
import { refusal } from '../refusal.ts';

/** Refuses what changes anything, unless studio was started for it. */
export const onlyWrite =
  (write: boolean): MiddlewareHandler =>
  async (context, next) => {
    if (write) return next();
    return refusal(context, 403, 'read-only', 'Studio was started read-only.', 'Start it with --write.');
  };
