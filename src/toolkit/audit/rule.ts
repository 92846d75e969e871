import type { Page } from '../../pages/index.ts';
import type { Task } from '../model/task.ts';
import type { AuditFinding } from './audit-report.ts';
import type { FieldTarget } from './fields/field-target.ts';
import type { PageField } from './fields/page-fields.ts';
import type { PageText } from './fields/page-text.ts';
import type { ImageLook } from './quality/image-look.ts';

/** One document as the rules see it. About 60 KB with its page. */
export interface AuditedDocument {
  readonly id: string;
  /** As the data say it. */
  readonly label: string;
  /** The label without chatter and odd spacing; the label itself when there is none. */
  readonly value: string;
  /** Absent when there is no reader or the image could not be read. */
  readonly page?: Page;
  /** Light and sharpness of the image; absent when it was not read. */
  readonly look?: ImageLook;
  /** Texts of the page that could be values; empty without a page. */
  readonly texts: readonly PageText[];
  /** Label and value pairs found by layout; empty without a page. */
  readonly fields: readonly PageField[];
  /** What the page says in the place of the wanted field, in the spelling most pages agree on. */
  readonly reading?: FieldReading;
}

/** The wanted field as read off a page. */
export interface FieldReading {
  /** Raw text of the page, in the spelling that most pages agree on. */
  readonly text: string;
  /** Documents whose page was read with exactly this spelling in this place. */
  readonly readings: number;
  /** Mean character probability of the line, 0 to 1. */
  readonly confidence: number;
}

export interface AuditContext {
  readonly documents: readonly AuditedDocument[];
  /** Documents that show one paper or one image, two and more. */
  readonly groups: readonly (readonly AuditedDocument[])[];
  /** Images that are there twice. */
  readonly twins: readonly {
    readonly first: AuditedDocument;
    readonly copy: AuditedDocument;
    readonly kind: 'exact' | 'near';
  }[];
  /** What the label should be; undefined when nobody said. */
  readonly target?: FieldTarget;
  readonly task?: Task;
}

/** One rule: pure over the documents with their pages. A new rule is a file and a line in `all-rules.ts`. */
export interface AuditRule {
  /** Codes it may give; each has an entry in docs/errors.md. */
  readonly codes: readonly string[];
  check(context: AuditContext): Iterable<AuditFinding>;
}
