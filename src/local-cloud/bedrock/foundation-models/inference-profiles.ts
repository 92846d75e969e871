import type {
  GetInferenceProfileRequest,
  GetInferenceProfileResponse,
  InferenceProfileSummary,
  ListInferenceProfilesRequest,
  ListInferenceProfilesResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { foundationModelArn, parseArn, resourceArn } from '../arn.ts';
import { type Scope, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { type CatalogueProfile, profilesIn } from './catalogue.ts';

/** When the profiles of the catalogue came to be, as far as clients are told. */
const PUBLISHED = new Date(Date.UTC(2024, 11, 3));

/** A profile by id, or by ARN of this account and region. */
export function findProfile(scope: Scope, identifier: string): CatalogueProfile | undefined {
  const arn = parseArn(identifier);
  const foreign =
    arn && (arn.kind !== 'inference-profile' || arn.region !== scope.region || arn.accountId !== scope.accountId);
  if (foreign) return undefined;
  return profilesIn(scope.region).find((profile) => profile.id === (arn?.path ?? identifier));
}

export function getInferenceProfile(): Operation<GetInferenceProfileRequest, GetInferenceProfileResponse> {
  return (input, context) => {
    const identifier = required(input.inferenceProfileIdentifier, 'inferenceProfileIdentifier');
    const profile = findProfile(scopeOf(context), identifier);
    if (profile === undefined) throw refusals.notFound('inference profile', identifier);
    return profileView(scopeOf(context), profile);
  };
}

/** System-defined profiles only; application profiles are not emulated, so that type lists nothing. */
export function listInferenceProfiles(): Operation<ListInferenceProfilesRequest, ListInferenceProfilesResponse> {
  return (input, context) => {
    const profiles = input.typeEquals === 'APPLICATION' ? [] : profilesIn(context.region);
    const start = input.nextToken === undefined ? 0 : openToken(input.nextToken, profiles.length);
    const end = start + (input.maxResults ?? profiles.length);
    return {
      inferenceProfileSummaries: profiles.slice(start, end).map((profile) => profileView(scopeOf(context), profile)),
      ...(end < profiles.length && { nextToken: Buffer.from(`profile ${end}`).toString('base64url') }),
    };
  };
}

function openToken(token: string, count: number): number {
  const match = /^profile (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  const position = Number(match?.[1]);
  if (!(position < count)) throw refusals.validation('The provided nextToken is invalid.');
  return position;
}

function profileView(scope: Scope, profile: CatalogueProfile): InferenceProfileSummary {
  return {
    inferenceProfileName: profile.name,
    inferenceProfileArn: resourceArn(scope, 'inference-profile', profile.id),
    inferenceProfileId: profile.id,
    description: `Answers come from the local stand-in model in place of ${profile.model.onDemandId}.`,
    models: profile.regions.map((region) => ({ modelArn: foundationModelArn(region, profile.model.onDemandId) })),
    createdAt: PUBLISHED,
    updatedAt: PUBLISHED,
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  };
}
