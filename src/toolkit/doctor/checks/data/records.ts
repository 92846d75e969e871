import type { Finding } from '../../../model/finding.ts';
import { validateFiles } from '../../../validate/index.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict, warning } from '../../diagnosis.ts';

const REFUSAL = 'Unable to parse S3 file due to invalid data schema/format.';

/** Records of the stored files, by the rules of validation; codes are those of validation. */
export const records: Check = {
  name: 'records',
  group: 'data',
  source: 'https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html',
  run: async ({ trainingData }) => {
    const data = await trainingData();
    if (data === undefined) return [];
    const verdicts = summarise(data.findings);
    const part = data.complete ? '' : ' (the beginning of the files: the rest was not read)';
    return verdicts.length > 0 ? verdicts : [ok(`${data.rows} records follow the rules${part}.`)];
  },
};

/** A data set folder of this machine, before it is uploaded. */
export const localRecords: Check = {
  name: 'local-records',
  group: 'data',
  offline: true,
  source: 'https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html',
  run: async ({ input: { datasetFolder }, signal }) => {
    if (datasetFolder === undefined) return [];
    const findings: Finding[] = [];
    const work = validateFiles([{ path: `${datasetFolder}/train.jsonl`, split: 'train' }], { signal });
    for (;;) {
      const next = await work.next();
      if (next.done) {
        const verdicts = summarise(findings);
        return verdicts.length > 0 ? verdicts : [ok(`${next.value.records} records follow the rules.`)];
      }
      findings.push(next.value);
    }
  },
};

/** One verdict for each code: the first place, and how many more there are. */
function summarise(findings: readonly Finding[]): readonly Verdict[] {
  const byCode = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.severity !== 'info') byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding]);
  }
  return [...byCode].flatMap(([code, [first, ...others]]) => {
    if (first === undefined) return [];
    const place = `${first.file}${first.line === undefined ? '' : `:${first.line}`}${first.pointer ?? ''}`;
    const more = others.length === 0 ? '' : ` And ${others.length} more of this kind.`;
    const message = `${place}: ${first.message}${more}`;
    const { remedy } = first;
    return [
      first.severity === 'error'
        ? failure(code, message, { remedy, refusal: REFUSAL })
        : warning(code, message, { remedy }),
    ];
  });
}
