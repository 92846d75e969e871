import type { Command } from 'commander';

const JOB_ARN =
  'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/abcdefghijkl';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';

/** Two real command lines for each verb that does not state its own, without the name of the program. */
const VERB_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'batch create': [
    'batch create --dataset data/scans --model-id us.amazon.nova-lite-v1:0 --output-uri s3://my-bucket/batch/ --create-role --max-cost 5',
    'batch create --dataset data/scans --split train --model-id us.amazon.nova-pro-v1:0 --output-uri s3://my-bucket/batch/ --role-arn arn:aws:iam::111122223333:role/batch --dry-run',
  ],
  'batch get': ['batch get --batch-file batch.json', 'batch get --batch-file batch.json --local --json'],
  'batch list': ['batch list --status InProgress', 'batch list --name-contains scans --local'],
  'batch results': [
    'batch results --batch-file batch.json --predictions base.jsonl',
    'batch results --no-reask --no-wait --local',
  ],
  'batch stop': ['batch stop --batch-file batch.json', 'batch stop --batch-file batch.json --local --yes'],
  'dataset prepare': [
    'dataset prepare --dataset chainyo/rvl-cdip --samples-per-label 100 --bucket-name my-bucket --out data/rvl-cdip',
    'dataset prepare --task extraction --images photos/ --labels labels.csv --group-column invoice_number --groups audit.json --audit-file audit.json --bucket-name my-bucket --out data/invoices',
  ],
  'dataset label': [
    'dataset label --images scans/ --model-id us.amazon.nova-pro-v1:0 --out labels.csv --dry-run',
    'dataset label --images photos/ --task extraction --model-id us.amazon.nova-pro-v1:0 --second-model us.amazon.nova-lite-v1:0 --out labels.csv --max-cost 5',
  ],
  'dataset audit': [
    'dataset audit --images photos/ --labels labels.csv --html review.html --out audit.json',
    'dataset audit --images scans/ --no-pages --max-flagged-share 0.02',
  ],
  'dataset validate': [
    'dataset validate data/scans',
    'dataset validate train.jsonl --bucket-name my-bucket --fix --format sarif --out findings.sarif',
  ],
  'dataset split': [
    'dataset split --images photos/ --labels labels.csv --group-column invoice_number --out splits.csv',
    'dataset split --check data/invoices',
  ],
  'dataset stats': ['dataset stats data/scans', 'dataset stats data/scans --json'],
  'dataset upload': ['dataset upload data/scans --dry-run', 'dataset upload data/scans --create-bucket --local'],
  'dataset convert': [
    'dataset convert chat.jsonl --from openai --out train.jsonl --bucket-name my-bucket',
    'dataset convert data/scans/train.jsonl --from bedrock --to hf-chat --out hf/train.jsonl --strict',
  ],
  'deployment create': [
    'deployment create --name invoices --model-id invoices-1 --ttl 2h',
    'deployment create --name invoices --job-details-file job.json --tag team=billing --local',
  ],
  'deployment get': ['deployment get --name invoices', 'deployment get --name invoices --local --json'],
  'deployment list': ['deployment list', 'deployment list --model-id invoices-1 --local'],
  'deployment update': [
    'deployment update --name invoices --model-id invoices-2',
    'deployment update --name invoices --ttl 8h --local',
  ],
  'deployment delete': ['deployment delete --name invoices', 'deployment delete --name invoices --local --yes'],
  'job get': ['job get --job-name invoices-1', `job get --job-arn ${JOB_ARN} --json`],
  'job watch': [
    'job watch --job-name invoices-1 --output-file job.json',
    'job watch --job-details-file job.json --max-wait-time 3600 --local',
  ],
  'job list': ['job list --status InProgress', 'job list --created-after 2026-11-01 --max-items 20 --json'],
  'job stop': ['job stop --job-name invoices-1', 'job stop --job-details-file job.json --local --yes'],
  'job metrics': ['job metrics --job-name invoices-1 --local', 'job metrics --job-name invoices-1 --format csv'],
  'local start': ['local start --port 4566', 'local start --set jobPhaseMs=1000 --verify-signatures'],
  'local stop': ['local stop', 'local stop --json'],
  'local status': ['local status', 'local status --json'],
  'local messages': ['local messages', 'local messages --topic alarms --limit 5'],
  'local settings': ['local settings', 'local settings --set requestsPerMinute=60 --set jobPhaseMs=5000'],
  'local faults add': [
    'local faults add --kind throttle --operation Converse --share 0.2 --for 60',
    'local faults add --kind fail --phase training --message "Internal error" --job invoices-1',
  ],
  'local faults list': ['local faults list', 'local faults list --json'],
  'local faults clear': ['local faults clear', 'local faults clear --json'],
  'local reset': ['local reset', 'local reset --yes'],
  'model list': ['model list', 'model list --name-contains invoices --local'],
  'model get': ['model get --model-id invoices-1', 'model get --model-id invoices-1 --local --json'],
  'model delete': ['model delete --model-id invoices-1', 'model delete --model-id invoices-1 --local --yes'],
  'monitor create': [
    `monitor create --model-id invoices --sns-topic ${TOPIC} --latency-p95 10000 --update-topic-policy`,
    `monitor create --model-id invoices --sns-topic ${TOPIC} --no-job-events --dry-run`,
  ],
  'monitor get': ['monitor get --model-id invoices --hours 3', 'monitor get --name invoices --local --json'],
  'monitor list': ['monitor list', 'monitor list --local --json'],
  'monitor delete': ['monitor delete --name invoices --dry-run', 'monitor delete --name invoices --local --yes'],
  'role create': [
    'role create --role-name invoices --training-data-uri s3://my-bucket/data/ --output-uri s3://my-bucket/out/',
    'role create --role-name invoices --training-data-uri s3://my-bucket/data/ --output-uri s3://my-bucket/out/ --kms-key alias/models --dry-run',
  ],
  'role get': [
    'role get --role-name invoices',
    'role get --role-name invoices --training-data-uri s3://my-bucket/data/ --output-uri s3://my-bucket/out/ --local',
  ],
  'role list': ['role list', 'role list --all --name-contains bedrock'],
  'role delete': ['role delete --role-name invoices', 'role delete --role-name invoices --local --yes'],
  'throughput create': [
    'throughput create --name invoices --model-id invoices-1 --ttl 2h --max-cost 100',
    'throughput create --name invoices --job-details-file job.json --model-units 2 --dry-run',
  ],
  'throughput get': ['throughput get --name invoices', 'throughput get --name invoices --local --json'],
  'throughput list': ['throughput list', 'throughput list --model-id invoices-1 --local'],
  'throughput update': [
    'throughput update --name invoices --model-id invoices-2',
    'throughput update --name invoices --ttl 4h --local',
  ],
  'throughput delete': ['throughput delete --name invoices', 'throughput delete --name invoices --local --yes'],
};

/** Adds its examples to the help of each verb below a noun. */
export function addVerbExamples(noun: Command, path: string = noun.name()): void {
  for (const verb of noun.commands) {
    const name = `${path} ${verb.name()}`;
    const lines = VERB_EXAMPLES[name]?.map((line) => `  $ novatune ${line}`) ?? [];
    if (lines.length > 0) verb.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
    addVerbExamples(verb, name);
  }
}
