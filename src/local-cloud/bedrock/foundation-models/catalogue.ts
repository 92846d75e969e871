import { parseArn } from '../arn.ts';
import data from './catalogue.json' with { type: 'json' };

/** The base models the local cloud answers for. Answers come from the stand-in model, whatever the id says. */
export interface CatalogueModel {
  /** Without vendor and context, e.g. `nova-lite-v1`. */
  readonly family: string;
  readonly modelName: string;
  /** Id to invoke, e.g. `amazon.nova-lite-v1:0`. */
  readonly onDemandId: string;
  /** Regions where the bare id answers; elsewhere it needs an inference profile. */
  readonly onDemandRegions: readonly string[];
  /** Ids with a context suffix: for provisioned throughput, never invocable. */
  readonly provisionedIds: readonly string[];
  /** The one id that a customization job accepts. */
  readonly customizableId: string;
  readonly inputModalities: readonly string[];
  /** Inference profiles that contain the model, by prefix. */
  readonly geographies: readonly string[];
}

/** A system-defined inference profile, e.g. `us.amazon.nova-lite-v1:0`. */
export interface CatalogueProfile {
  readonly id: string;
  readonly name: string;
  readonly regions: readonly string[];
  readonly model: CatalogueModel;
}

const MODELS: readonly CatalogueModel[] = data.models;
const GEOGRAPHIES: Readonly<Record<string, { readonly title: string; readonly regions: readonly string[] }>> =
  data.geographies;

/** The only region that customizes these models. */
export const CUSTOMIZATION_REGION = data.customizationRegion;

const PROFILES: readonly CatalogueProfile[] = MODELS.flatMap((model) =>
  model.geographies.map((prefix) => ({
    id: `${prefix}.${model.onDemandId}`,
    name: `${GEOGRAPHIES[prefix]?.title} ${model.modelName}`,
    regions: GEOGRAPHIES[prefix]?.regions ?? [],
    model,
  })),
);

/** Models that can be reached from `region`, on demand or through a profile. */
export function modelsIn(region: string): readonly CatalogueModel[] {
  return MODELS.filter(
    (model) => model.onDemandRegions.includes(region) || profilesIn(region).some((profile) => profile.model === model),
  );
}

export function profilesIn(region: string): readonly CatalogueProfile[] {
  return PROFILES.filter((profile) => profile.regions.includes(region));
}

/** A model by its id with or without context suffix, as far as `region` knows it. */
export function findModel(region: string, modelId: string): CatalogueModel | undefined {
  return modelsIn(region).find((model) => model.onDemandId === modelId || model.provisionedIds.includes(modelId));
}

/** Id inside `identifier` when that is a bare id or a foundation-model ARN of `region`; undefined for any other ARN. */
export function foundationModelId(region: string, identifier: string): string | undefined {
  if (!identifier.startsWith('arn:')) return identifier;
  const arn = parseArn(identifier);
  return arn?.kind === 'foundation-model' && arn.accountId === '' && arn.region === region ? arn.path : undefined;
}

/** Id to customize inside `identifier`, or undefined when nothing in `region` can be customized under it. */
export function customizableModelId(region: string, identifier: string): string | undefined {
  if (region !== CUSTOMIZATION_REGION) return undefined;
  const id = foundationModelId(region, identifier);
  return MODELS.find((model) => model.customizableId === id)?.customizableId;
}
