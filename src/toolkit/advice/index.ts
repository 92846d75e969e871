export type { Advice } from './advice.ts';
export { adviseTraining } from './advise.ts';
