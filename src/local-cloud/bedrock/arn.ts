import { randomInt } from 'node:crypto';
import type { Scope } from './control-plane.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 12;

/** A resource id as Bedrock makes them: 12 lower-case letters and digits. */
export function newResourceId(): string {
  return Array.from({ length: ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** Kinds of Bedrock ARN that belong to an account. */
export type ResourceKind =
  | 'model-customization-job'
  | 'model-invocation-job'
  | 'custom-model'
  | 'provisioned-model'
  | 'custom-model-deployment'
  | 'inference-profile';

/** @param path what follows the kind, e.g. `amazon.nova-lite-v1:0:300k/4e15h395ng6o` for a custom model. */
export function resourceArn(scope: Scope, kind: ResourceKind, path: string): string {
  return `arn:aws:bedrock:${scope.region}:${scope.accountId}:${kind}/${path}`;
}

export function foundationModelArn(region: string, modelId: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
}

/** Parts of a Bedrock ARN, or undefined when `text` is none. `accountId` is empty for foundation models. */
export function parseArn(
  text: string,
): { readonly region: string; readonly accountId: string; readonly kind: string; readonly path: string } | undefined {
  const match = /^arn:aws[^:]*:bedrock:([a-z0-9-]+):(\d{12})?:([a-z-]+)\/(.+)$/.exec(text);
  if (!match) return undefined;
  const [, region = '', accountId = '', kind = '', path = ''] = match;
  return { region, accountId, kind, path };
}

/** Last segment of an ARN: the id. */
export function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
