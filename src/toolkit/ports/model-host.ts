export interface HostRequest {
  readonly name: string;
  readonly modelArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly clientToken: string;
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
  /** Provisioned throughput only. */
  readonly modelUnits?: number;
  readonly commitment?: string;
}

/** Serves a custom model: on-demand deployments and provisioned throughput have the same shape. Identifiers are ARNs or names. */
export interface ModelHost {
  readonly kind: 'deployment' | 'throughput';
  /** @returns the ARN. */
  create(request: HostRequest, signal?: AbortSignal): Promise<string>;
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
  /** Deleting what is gone is no error. */
  delete(identifier: string, signal?: AbortSignal): Promise<void>;
}
