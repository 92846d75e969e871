import type { AuditReport } from '../audit-report.ts';
import { WHOLE_SET } from '../audit-report.ts';
import type { LabelTable } from './label-table.ts';

/** A picture for the page, as a JPEG. */
export interface ReviewPicture {
  readonly mediaType: 'image/jpeg';
  readonly bytes: Uint8Array;
}

/** What the page's script works on; embedded as JSON. */
export interface ReviewData {
  readonly title: string;
  /** The labels as they came, so that the corrected file keeps columns and order. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly labelColumn: number;
  readonly fileName: string;
  readonly documents: number;
  readonly flagged: number;
  readonly setFindings: readonly ReviewFinding[];
  readonly items: readonly ReviewItem[];
}

interface ReviewFinding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly remedy: string;
}

interface ReviewItem {
  readonly id: string;
  /** Rows of the table that label this document. */
  readonly rows: readonly number[];
  readonly label: string;
  readonly proposed?: string;
  readonly findings: readonly ReviewFinding[];
  /** Data URL. */
  readonly picture?: string;
}

export interface ReviewOptions {
  readonly title: string;
  /** Name of the corrected file to download, e.g. `labels-corrected.csv`. */
  readonly fileName: string;
  readonly table: LabelTable;
  /** By document; documents without one are listed without a picture. */
  readonly pictures: ReadonlyMap<string, ReviewPicture>;
}

/** Documents with findings, the worst first, with everything a reviewer needs. */
export function reviewData(report: AuditReport, options: ReviewOptions): ReviewData {
  const { table, pictures } = options;
  const proposals = new Map(report.proposals.map(({ document, proposed }) => [document, proposed]));
  const byDocument = new Map<string, ReviewFinding[]>();
  for (const { document, code, severity, message, remedy } of report.findings) {
    const finding = { code, severity, message, remedy };
    const known = byDocument.get(document);
    if (known === undefined) byDocument.set(document, [finding]);
    else known.push(finding);
  }
  const items = [...byDocument].flatMap(([id, findings]): ReviewItem[] => {
    if (id === WHOLE_SET) return [];
    const rows = table.rowsOf.get(id) ?? [];
    const [row] = rows;
    const picture = pictures.get(id);
    const proposed = proposals.get(id);
    return [
      {
        id,
        rows,
        label: row === undefined ? '' : (table.rows[row]?.[table.labelColumn] ?? ''),
        findings,
        ...(proposed !== undefined && { proposed }),
        ...(picture && { picture: dataUrl(picture) }),
      },
    ];
  });
  return {
    title: options.title,
    header: table.header,
    rows: table.rows,
    labelColumn: table.labelColumn,
    fileName: options.fileName,
    documents: report.documents,
    flagged: report.summary.flagged,
    setFindings: byDocument.get(WHOLE_SET) ?? [],
    items,
  };
}

const dataUrl = ({ mediaType, bytes }: ReviewPicture): string =>
  `data:${mediaType};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`;
