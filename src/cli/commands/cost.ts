import type { Register } from '../command.ts';
import { registerBreakEven } from './cost/break-even.ts';
import { registerEstimate } from './cost/estimate.ts';
import { registerPrices } from './cost/prices.ts';
import { registerReport } from './cost/report.ts';

/** `novatune cost`: one file per verb in `cost/`. */
export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune cost estimate --dataset data/scans --base-model nova-lite --documents-per-day 5000\n  $ novatune cost report runs/invoices',
  );
  registerEstimate(command.command('estimate').description('what a run will cost, before it is paid for'), context);
  registerReport(command.command('report').description('a run’s estimate against what it has used'), context);
  registerBreakEven(
    command.command('break-even').description('on demand against provisioned throughput, in documents a day'),
    context,
  );
  registerPrices(command.command('prices').description('every price with its date, origin and source'), context);
};
