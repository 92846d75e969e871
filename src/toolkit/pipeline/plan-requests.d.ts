import { type DeployOptions } from '../deploy/index.ts';
import type { CloudIdentity } from '../ports/cloud.ts';
import type { JobRequest } from '../ports/model-customizer.ts';
import type { HostRequest } from '../ports/model-host.ts';
import type { RoleDocument } from '../ports/role-manager.ts';
import type { Recipe } from './recipe.ts';
/** What a run of a recipe would ask a cloud to make, as data. */
export interface RunRequests {
  /** Made when it does not exist. */
  readonly bucket: {
    readonly name: string;
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  /** Absent when the recipe names a role. */
  readonly role?: RoleDocument;
  readonly job: JobRequest;
  /** Its model is named: the ARN is known when the job has ended. */
  readonly endpoint: HostRequest & {
    readonly kind: 'deployment' | 'throughput';
  };
  /** The cloud deletes the endpoint after this, milliseconds. */
  readonly ttlMs?: number;
}
/** What a job of a run is asked for, but for its data and role. */
export declare function jobOptions(
  recipe: Recipe,
  rows: number,
): {
  jobName: string;
  modelName: string;
  baseModel: string;
  hyperparameters: Readonly<
    Partial<Record<'epochCount' | 'learningRate' | 'learningRateWarmupSteps' | 'batchSize', number>>
  >;
  tags: Readonly<Record<string, string>>;
};
/** What an endpoint of a run is asked for. */
export declare const endpointOptions: (recipe: Recipe) => DeployOptions & {
  readonly kind: 'deployment' | 'throughput';
};
/** @param counts of the documents, by split. Pure. */
export declare function planRequests(
  recipe: Recipe,
  counts: {
    readonly train: number;
    readonly validation: number;
  },
  { accountId, region }: Pick<CloudIdentity, 'accountId' | 'region'>,
): RunRequests;
