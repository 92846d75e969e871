export interface HostRequest {
  readonly name: string;
  /** ARN or name of a custom model. */
  readonly modelArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly clientToken: string;
  /** Deployments only. */
  readonly description?: string;
  /** Provisioned throughput only. */
  readonly modelUnits?: number;
  /** Provisioned throughput only; absent means no commitment. */
  readonly commitment?: 'OneMonth' | 'SixMonths';
}

export interface HostState {
  readonly arn: string;
  readonly name: string;
  readonly modelArn: string;
  /** `Creating`, `Active` | `InService`, `Updating`, `Failed`, or whatever a newer service says. */
  readonly status: string;
  readonly createdAt: number;
  readonly failureMessage?: string;
  /** Provisioned throughput only: the base model, which sets the price. */
  readonly baseModelArn?: string;
  /** Provisioned throughput only. */
  readonly modelUnits?: number;
  readonly commitment?: string;
  /** Before it the throughput cannot be deleted. Milliseconds since the epoch. */
  readonly commitmentEndsAt?: number;
  /** Present while a change goes on: the model that will be served after it. */
  readonly desiredModelArn?: string;
}

/** Serves a custom model: on-demand deployments and provisioned throughput have the same shape. Identifiers are ARNs or names. */
export interface ModelHost {
  readonly kind: 'deployment' | 'throughput';
  /**
   * @returns the ARN.
   * @throws {CloudError} `no-model-units` when the account may not buy throughput.
   */
  create(request: HostRequest, signal?: AbortSignal): Promise<string>;
  /** The exact request that {@link create} sends, in the API's own members. Sends nothing. */
  preview(request: HostRequest): Readonly<Record<string, unknown>>;
  describe(identifier: string, signal?: AbortSignal): Promise<HostState | undefined>;
  list(
    filter: { readonly nameContains?: string; readonly modelArn?: string },
    signal?: AbortSignal,
  ): AsyncIterable<HostState>;
  /** Points the endpoint at another custom model of the same base. */
  update(
    identifier: string,
    change: { readonly modelArn?: string; readonly name?: string },
    signal?: AbortSignal,
  ): Promise<void>;
  /** Adds tags, or changes their values. */
  tag(arn: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  /** Deleting what is gone is no error. */
  delete(identifier: string, signal?: AbortSignal): Promise<void>;
}
