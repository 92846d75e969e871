/** What is different from AWS beyond what is refused. `docs/wire-fidelity.md` is made of it. */
export interface ServiceDifferences {
  /** As AWS writes it. */
  readonly title: string;
  readonly general: readonly string[];
  readonly operations: Readonly<Record<string, string>>;
}

/**
 * Members of answers that are out of the published enumerations, patterns or bounds, by `service:Operation:path`, with the reason.
 * The conformance story fails when one is not here, and when one is here without need.
 */
export const ANSWERED_DIFFERENTLY: Readonly<Record<string, string>> = {
  'iam:GetUser:User.UserId': 'the root user’s id is the account’s 12 digits, on AWS as well',
  'bedrock:ListFoundationModels:modelSummaries.inferenceTypesSupported':
    'INFERENCE_PROFILE is what AWS answers; its published enumeration lacks it',
  'bedrock:ListInferenceProfiles:inferenceProfileSummaries.models':
    'profiles name all regions of the user guide, some more than the five of the published bound',
};
