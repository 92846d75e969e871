export { inShare } from './in-share.ts';
export type { BreakerOptions } from './primary-breaker.ts';
export { createRouter, type Router, type RouterOptions } from './router.ts';
