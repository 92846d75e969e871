/** A base model as the region lists it. Services add values to these lists: treat them as open. */
export interface OfferedModel {
  readonly id: string;
  /** `FINE_TUNING`, `DISTILLATION`, … */
  readonly customizations: readonly string[];
  /** `ON_DEMAND`, `PROVISIONED`, `INFERENCE_PROFILE`, … */
  readonly inferenceTypes: readonly string[];
  /** `ACTIVE`, `LEGACY`, … */
  readonly lifecycle: string;
}

/** What Bedrock offers in a region. Reads only. */
export interface ModelCatalogue {
  models(signal?: AbortSignal): Promise<readonly OfferedModel[]>;
  /** Ids of the inference profiles that AWS has defined, e.g. `us.amazon.nova-lite-v1:0`. */
  profiles(signal?: AbortSignal): Promise<readonly string[]>;
}
