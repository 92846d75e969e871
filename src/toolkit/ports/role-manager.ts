/** A role as the service will assume it. */
export interface RoleDocument {
  readonly name: string;
  readonly description: string;
  /** IAM policy documents as plain data. */
  readonly trust: Readonly<Record<string, unknown>>;
  readonly policies: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RoleState {
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly trust: Readonly<Record<string, unknown>>;
  readonly inlinePolicies: readonly string[];
  readonly attachedPolicies: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
}

/** IAM roles for the service. Updating never leaves a moment without permissions. */
export interface RoleManager {
  get(name: string, signal?: AbortSignal): Promise<RoleState | undefined>;
  /** Document of an inline policy, undefined when role or policy is missing. */
  inlinePolicy(
    role: string,
    policy: string,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Creates the role or brings an existing one to `role`; inline policies are put, never detached first. */
  put(role: RoleDocument, signal?: AbortSignal): Promise<{ readonly arn: string; readonly created: boolean }>;
  /** `createdAt`: milliseconds since the epoch. */
  list(
    signal?: AbortSignal,
  ): AsyncIterable<{ readonly name: string; readonly arn: string; readonly createdAt?: number }>;
  /** Removes inline policies, detaches managed ones, deletes the role. Deleting what is gone is no error. */
  delete(name: string, signal?: AbortSignal): Promise<void>;
}
