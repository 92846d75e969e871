import type { Comparison, ModelComparison, Outcome } from '../../model/scores.ts';
import { isRight } from './changes.ts';
import type { NamedScores } from './compare-models.ts';
import type { GateResult } from './promotion-gate.ts';

/** XML 1.0 knows no other control characters, not even escaped: https://www.w3.org/TR/xml/#charsets */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * JUnit XML (https://github.com/testmoapp/junitxml): for each model one suite with the gate's checks and one with a test case per document, its
 * class as class name. A build fails only when a gate is lost: then the broken documents are failures too; otherwise they are skipped, with the
 * reason, as are documents that neither model gets right.
 *
 * @param gates of each pair of the comparison, in its order.
 */
export function junitReport(
  models: readonly NamedScores[],
  comparison: ModelComparison,
  gates: readonly GateResult[],
): string {
  const scoresOf = new Map(models.map(({ name, scores }) => [name, scores.outcomes]));
  const before = new Map((scoresOf.get(comparison.baseline) ?? []).map((outcome) => [outcome.document, outcome]));
  const suites = comparison.pairs.flatMap((pair, index) => {
    const gate = gates[index] ?? { passed: true, checks: [] };
    const cases = (scoresOf.get(pair.name) ?? []).flatMap((after) => {
      const was = before.get(after.document);
      return was ? [documentCase(was, after, gate)] : [];
    });
    return [gateSuite(pair, gate), suite(`${pair.name}: documents against ${comparison.baseline}`, cases)];
  });
  const total = countsOf(suites.flatMap(({ cases }) => cases));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="novatune compare" ${total}>`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface TestCase {
  readonly result: 'passed' | 'failure' | 'skipped';
  readonly xml: string;
}

function gateSuite(pair: Comparison & { readonly name: string }, { checks }: GateResult) {
  const cases = checks.map(({ name, passed, sentence }) =>
    testCase(`${pair.name}: ${name}`, 'gate', {
      result: passed ? 'passed' : 'failure',
      message: sentence,
      text: pair.sentence,
    }),
  );
  return suite(`${pair.name}: promotion gate`, cases);
}

function documentCase(before: Outcome, after: Outcome, gate: GateResult): TestCase {
  const text = `truth: ${after.truth}\nbefore: ${said(before)}\nnow: ${said(after)}`;
  const about = (result: TestCase['result'], message: string) =>
    testCase(after.document, className(after), { result, message, text });
  if (isRight(after)) return about('passed', '');
  if (!isRight(before)) return about('skipped', 'Right with neither model.');
  return gate.passed
    ? about('skipped', 'Broken, and the gate lets it pass.')
    : about('failure', `Right before, ${after.status} now.`);
}

function suite(name: string, cases: readonly TestCase[]) {
  const lines = [
    `  <testsuite name="${escapeXml(name)}" ${countsOf(cases)}>`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
  ];
  return { cases, lines };
}

function testCase(
  name: string,
  className: string,
  { result, message, text }: { readonly result: TestCase['result']; readonly message: string; readonly text: string },
): TestCase {
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(className)}" time="0"`;
  if (result === 'passed') return { result, xml: `${head}/>` };
  return {
    result,
    xml: `${head}><${result} message="${escapeXml(message)}">${escapeXml(text)}</${result}></testcase>`,
  };
}

function countsOf(cases: readonly TestCase[]): string {
  const count = (result: TestCase['result']) => cases.filter((one) => one.result === result).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}" time="0"`;
}

/** The class of a document, or that its value is read off the page. */
const className = ({ truth, similarity }: Outcome): string => (similarity === undefined ? truth : 'extraction');

const said = ({ predicted, answer, status }: Outcome): string =>
  predicted ?? (status === 'missing' ? '(no answer)' : `(unreadable) ${answer ?? ''}`);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};
const escapeXml = (text: string): string =>
  text.replace(NOT_XML, '\uFFFD').replace(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character);
