import type { Register } from '../command.ts';
import { registerAudit } from './dataset/audit.ts';
import { registerConvert } from './dataset/convert.ts';
import { registerLabel } from './dataset/label.ts';
import { registerPrepare } from './dataset/prepare.ts';
import { registerSplit } from './dataset/split.ts';
import { registerStats } from './dataset/stats.ts';
import { registerUpload } from './dataset/upload.ts';
import { registerValidate } from './dataset/validate.ts';

/** `novatune dataset`: one file per verb in `dataset/`, one line per verb here. */
export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune dataset prepare --images scans/ --bucket-name my-bucket --out data/scans\n  $ novatune dataset prepare --task extraction --images photos/ --labels labels.csv --group-column invoice_number --bucket-name my-bucket --out data/invoices',
  );
  registerPrepare(command.command('prepare').description('images and labels → a data set folder'), context);
  registerLabel(command.command('label').description('let a model, or two, label images'), context);
  registerAudit(command.command('audit').description('check labels against the pages before they cost money'), context);
  registerValidate(
    command.command('validate').description('check a data set folder or a training file, like a compiler'),
    context,
  );
  registerSplit(command.command('split').description('see what the splits would be, or what they share'), context);
  registerStats(
    command.command('stats').description('count a data set: splits, classes, groups, images, tokens'),
    context,
  );
  registerUpload(command.command('upload').description('put a data set where its training files point'), context);
  registerConvert(
    command.command('convert').description('chat records of other trainers → training files, and back'),
    context,
  );
};
