import type { Check } from '../../check.ts';
import { ok, warning } from '../../diagnosis.ts';

/** Reading text on images: needed by `dataset audit` and by rehearsals, not by jobs on AWS. */
export const pageReader: Check = {
  name: 'page-reader',
  group: 'machine',
  offline: true,
  run: async ({ options: { machine } }) => {
    if (machine === undefined) return [];
    try {
      await machine.loadReader();
      return [ok('The models that read text on images are there and load.')];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const remedy =
        'Install again with its optional packages; without them label audits and rehearsals cannot read pages.';
      return [warning('page-reader-missing', message, { remedy })];
    }
  },
};
