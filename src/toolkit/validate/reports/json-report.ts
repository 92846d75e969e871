import type { Finding } from '../../model/finding.ts';
import type { RecordsSummary } from '../validate.ts';
import type { FindingReport } from './finding-report.ts';

/** One JSON document, `{findings: […], records, method, methodDetected, model}`, each finding on a line of its own. */
export class JsonReport implements FindingReport {
  #separator = '';

  begin(): string {
    return '{"findings": [';
  }

  finding(finding: Finding): string {
    const text = `${this.#separator}\n  ${JSON.stringify(finding)}`;
    this.#separator = ',';
    return text;
  }

  end(summary: RecordsSummary): string {
    const fields = Object.entries(summary).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
    return `${this.#separator === '' ? '' : '\n'}],\n${fields.join(',\n')}}\n`;
  }
}
