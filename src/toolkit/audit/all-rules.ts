import { chatterLabel } from './labels/chatter-label.ts';
import { classBalance } from './labels/class-balance.ts';
import { conflictingLabels } from './labels/conflicting-labels.ts';
import { dominatingLabel } from './labels/dominating-label.ts';
import { errorLabel } from './labels/error-label.ts';
import { missingLabel } from './labels/missing-label.ts';
import { notOnPage } from './labels/not-on-page.ts';
import { otherField } from './labels/other-field.ts';
import { outsideClasses } from './labels/outside-classes.ts';
import { untidyLabel } from './labels/untidy-label.ts';
import { blankPage } from './quality/blank-page.ts';
import { blurryPage } from './quality/blurry-page.ts';
import { darkPage } from './quality/dark-page.ts';
import { lowResolution } from './quality/low-resolution.ts';
import type { AuditRule } from './rule.ts';
import { duplicateImage } from './twins/duplicate-image.ts';

/** Every rule of the audit. Order decides which proposal wins among findings of one severity. */
export const AUDIT_RULES: readonly AuditRule[] = [
  missingLabel,
  errorLabel,
  otherField,
  notOnPage,
  chatterLabel,
  conflictingLabels,
  outsideClasses,
  untidyLabel,
  dominatingLabel,
  classBalance,
  duplicateImage,
  lowResolution,
  blankPage,
  blurryPage,
  darkPage,
];
