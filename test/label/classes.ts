import type { ClassificationTask } from '../../src/toolkit/index.ts';
import { CODED_CLASSES } from '../support/coded-pages.ts';

/** The classes of the coded pages as a labelling task. */
export const CLASSES: ClassificationTask = {
  kind: 'classification',
  answerFormat: 'json',
  field: 'type',
  classes: CODED_CLASSES.map((name) => ({ name, description: `A page that is a ${name}` })),
};
