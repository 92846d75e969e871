import type { CloudSettings } from '../state/ports.ts';

/** One quota of Amazon Bedrock as the local cloud tells it. */
export interface LocalQuota {
  readonly code: string;
  readonly name: string;
  readonly adjustable: boolean;
  /** What AWS gives accounts that never asked for more. */
  readonly usual: number;
  /** The setting that enforces it here; 0 of `unlimitedAtZero` means that nothing is enforced, and the usual value is told. */
  readonly setting?: keyof CloudSettings;
  readonly unlimitedAtZero?: boolean;
}

const RECORDS = '(Model customization) Sum of training and validation records for a';
const perMinute = (what: 'requests' | 'tokens', model: string) =>
  `Cross-region model inference ${what} per minute for Amazon ${model}`;

/** Codes, names and values: AWS General Reference, Amazon Bedrock endpoints and quotas, 2025. */
export const BEDROCK_QUOTAS: readonly LocalQuota[] = [
  {
    code: 'L-BE77399C',
    name: 'Model units no-commitment Provisioned Throughputs across custom models',
    adjustable: true,
    usual: 0,
    setting: 'noCommitmentModelUnits',
  },
  {
    code: 'L-CB5B847D',
    name: 'Custom models per account',
    adjustable: true,
    usual: 100,
    setting: 'customModels',
  },
  {
    code: 'L-0406044C',
    name: '(Model customization) Scheduled customization jobs',
    adjustable: false,
    usual: 10,
    setting: 'jobsInProgress',
  },
  { code: 'L-031F46A7', name: `${RECORDS} Amazon Nova Lite Fine-tuning job`, adjustable: true, usual: 20_000 },
  { code: 'L-EC6A6ABC', name: `${RECORDS} Amazon Nova Micro Fine-tuning job`, adjustable: true, usual: 20_000 },
  { code: 'L-70FC4C0E', name: `${RECORDS} Amazon Nova Pro Fine-tuning job`, adjustable: true, usual: 10_000 },
  batchMinimum('L-39FA8DCA', 'Nova Lite V1'),
  batchMinimum('L-534E6885', 'Nova Micro V1'),
  batchMinimum('L-2A3EB975', 'Nova Pro V1'),
  requests('L-89F8391A', 'Nova Lite', 2000),
  requests('L-3F110E0F', 'Nova Micro', 2000),
  requests('L-ED46B8C5', 'Nova Pro', 200),
  tokens('L-7C42E72A', 'Nova Lite', 4_000_000),
  tokens('L-DC7FF66C', 'Nova Micro', 4_000_000),
];

function batchMinimum(code: string, model: string): LocalQuota {
  const name = `Minimum number of records per batch inference job for ${model}`;
  return { code, name, adjustable: false, usual: 100, setting: 'batchMinimumRecords' };
}

function requests(code: string, model: string, usual: number): LocalQuota {
  const name = perMinute('requests', model);
  return { code, name, adjustable: true, usual, setting: 'requestsPerMinute', unlimitedAtZero: true };
}

function tokens(code: string, model: string, usual: number): LocalQuota {
  const name = perMinute('tokens', model);
  return { code, name, adjustable: true, usual, setting: 'tokensPerMinute', unlimitedAtZero: true };
}

/** What the cloud enforces now. */
export function valueNow({ setting, unlimitedAtZero, usual }: LocalQuota, settings: CloudSettings): number {
  const enforced = setting === undefined ? usual : Number(settings[setting]);
  return unlimitedAtZero && enforced === 0 ? usual : enforced;
}
