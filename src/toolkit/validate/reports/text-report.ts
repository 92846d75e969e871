import type { Finding } from '../../model/finding.ts';
import { formatFinding } from '../format-findings.ts';
import type { RecordsSummary } from '../validate.ts';
import { FindingCounts, type FindingReport } from './finding-report.ts';

/** Findings printed in full; the others are counted by code. */
const MOST_PRINTED = 200;
/** Places named of each code that was counted. */
const PLACES_NAMED = 3;

/** Findings as a compiler prints them, one line each; beyond 200, counts by code with the first places. */
export class TextReport implements FindingReport {
  readonly #most: number;
  readonly #counts = new FindingCounts();
  readonly #rest = new Map<string, { count: number; readonly places: string[] }>();
  #printed = 0;

  constructor(mostPrinted = MOST_PRINTED) {
    this.#most = mostPrinted;
  }

  begin(): string {
    return '';
  }

  finding(finding: Finding): string {
    this.#counts.add(finding);
    if (this.#printed < this.#most) {
      this.#printed += 1;
      return `${formatFinding(finding)}\n`;
    }
    const kind = `${finding.severity} ${finding.code}`;
    const entry = this.#rest.get(kind) ?? { count: 0, places: [] };
    entry.count += 1;
    if (entry.places.length < PLACES_NAMED)
      entry.places.push(finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`);
    this.#rest.set(kind, entry);
    return '';
  }

  end({ records, method, methodDetected, model }: RecordsSummary): string {
    const { error, warning, info } = this.#counts.bySeverity;
    const rest = [...this.#rest].sort(([, a], [, b]) => b.count - a.count);
    const counted = rest.reduce((sum, [, { count }]) => sum + count, 0);
    return [
      ...(counted > 0 ? [`and ${counted} more, all of them with --json:`] : []),
      ...rest.map(([kind, { count, places }]) => `  ${count} × ${kind}, first at ${places.join(', ')}`),
      `${count(records, 'record')} for ${method}${methodDetected ? ' (told from the records)' : ''} of ${model}: ${count(error, 'error')}, ${count(warning, 'warning')}${info > 0 ? `, ${count(info, 'remark')}` : ''}`,
      '',
    ].join('\n');
  }
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
