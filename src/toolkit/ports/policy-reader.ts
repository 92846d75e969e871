/** Something that a principal wants to do. */
export interface AccessQuestion {
  /** Role or user. */
  readonly principalArn: string;
  readonly actions: readonly string[];
  /** ARNs; each action is asked about each of them. */
  readonly resources: readonly string[];
  /** Values of condition keys, e.g. `{ 'iam:PassedToService': 'bedrock.amazonaws.com' }`. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface AccessAnswer {
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Whether the organisation's own policies allow it; absent outside of organisations. */
  readonly allowedByOrganization?: boolean;
}

/** What IAM's policies say. Reads only; identity policies and service control policies, not those of buckets or keys. */
export interface PolicyReader {
  /** IAM's policy simulator. @throws CloudError `access-denied` when the caller may not ask. */
  simulate(question: AccessQuestion, signal?: AbortSignal): Promise<readonly AccessAnswer[]>;
  /** Default version of a managed policy. */
  managedPolicy(arn: string, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>> | undefined>;
}
