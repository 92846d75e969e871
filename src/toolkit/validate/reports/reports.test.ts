import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { KNOWN_RULES } from '../known-rules.ts';
import type { FindingReport } from './finding-report.ts';
import { findingReport } from './make-report.ts';
import { TextReport } from './text-report.ts';

const SUMMARY = { records: 3, method: 'sft', methodDetected: true, model: 'nova-lite' } as const;
const finding = (
  line: number | undefined,
  code = 'first-message',
  severity: Finding['severity'] = 'error',
): Finding => ({
  code,
  severity,
  message: 'Expected "a".',
  remedy: 'Do b.',
  file: 'data/my train.jsonl',
  ...(line === undefined ? {} : { line, pointer: '/messages/0/role' }),
});

function render(report: FindingReport, findings: readonly Finding[]): string {
  return report.begin() + findings.map((one) => report.finding(one)).join('') + report.end(SUMMARY);
}

describe('reports', () => {
  it('JSON has every finding and the counts', () => {
    const findings = [finding(1), finding(2), finding(undefined, 'row-count-min')];
    expect(JSON.parse(render(findingReport('json', '1.0.0'), findings))).toEqual({ ...SUMMARY, findings });
    expect(JSON.parse(render(findingReport('json', '1.0.0'), []))).toEqual({ ...SUMMARY, findings: [] });
  });

  it('SARIF names the rule, the place and the level', () => {
    const text = render(findingReport('sarif', '1.2.3'), [finding(7), finding(undefined, 'carriage-return', 'info')]);
    const { version, runs } = JSON.parse(text);
    expect(version).toBe('2.1.0');
    const { tool, results } = runs[0];
    expect(tool.driver).toMatchObject({ name: 'novatune', version: '1.2.3' });
    expect(tool.driver.rules).toHaveLength(KNOWN_RULES.size);
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe('first-message');
    expect(results[0]).toMatchObject({
      ruleId: 'first-message',
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'data/my%20train.jsonl' }, region: { startLine: 7 } },
          logicalLocations: [{ fullyQualifiedName: '/messages/0/role' }],
        },
      ],
    });
    expect(results[1].level).toBe('note');
    expect(results[1].locations[0].physicalLocation.region).toBeUndefined();
  });

  it('text counts what it does not print, with the first places', () => {
    const many = Array.from({ length: 6 }, (_, index) => finding(index + 1, 'first-message', 'warning'));
    expect(render(new TextReport(1), many)).toBe(
      'data/my train.jsonl:1 /messages/0/role warning first-message: Expected "a". → Do b.\n' +
        'and 5 more, all of them with --json:\n' +
        '  5 × warning first-message, first at data/my train.jsonl:2, data/my train.jsonl:3, data/my train.jsonl:4\n' +
        '3 records for sft (told from the records) of nova-lite: 0 errors, 6 warnings\n',
    );
  });
});
