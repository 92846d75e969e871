/** Quotas of Amazon Bedrock that a fine-tuning project meets. AWS General Reference, Amazon Bedrock endpoints and quotas. */
export const QUOTA_CODES = {
  noCommitmentUnits: 'L-BE77399C',
  customModels: 'L-CB5B847D',
  jobs: 'L-0406044C',
  /** Training and validation records of one job together, by short name of the model. */
  rows: { 'nova-lite': 'L-031F46A7', 'nova-micro': 'L-EC6A6ABC', 'nova-pro': 'L-70FC4C0E' },
  batchMinimum: { 'nova-lite': 'L-39FA8DCA', 'nova-micro': 'L-534E6885', 'nova-pro': 'L-2A3EB975' },
  /** Through cross-Region inference profiles. */
  requestsPerMinute: { 'nova-lite': 'L-89F8391A', 'nova-micro': 'L-3F110E0F', 'nova-pro': 'L-ED46B8C5' },
  tokensPerMinute: { 'nova-lite': 'L-7C42E72A', 'nova-micro': 'L-DC7FF66C' },
} as const satisfies Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The code for a model, where one is known. */
export const codeFor = (codes: Readonly<Record<string, string>>, model: string): string | undefined =>
  Object.hasOwn(codes, model) ? codes[model] : undefined;
