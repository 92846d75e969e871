import type { Command } from 'commander';
import { realNumber, wholeNumber } from './numbers.ts';

/** Flags of verbs that wait for a job. */
export const addWaiting = (command: Command): Command =>
  command
    .option('--polling-interval <seconds>', 'seconds between looks', realNumber(0.1, 3600), 30)
    .option('--max-wait-time <seconds>', 'give up waiting after this (exit code 7); the job goes on', wholeNumber(1));
