import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { isInBody, membersOf, narrowStructure, requiredMembers, type Traits, traitsOf } from './schema.ts';
import { parseUriTemplate, type UriTemplate } from './uri-template.ts';

/** One member with the place on the wire where it travels. */
export interface BoundMember {
  readonly member: string;
  /** Header (lower case), query parameter, header prefix or label. */
  readonly place: string;
  readonly schema: NormalizedSchema;
}

/** How the member that is the whole body is encoded. */
export type PayloadKind = 'stream' | 'bytes' | 'text' | 'structure' | 'events';

export interface Payload {
  readonly member: string;
  readonly schema: NormalizedSchema;
  readonly kind: PayloadKind;
}

/** Which member goes where in one direction of a REST operation. */
export interface Binding {
  readonly labels: readonly BoundMember[];
  readonly query: readonly BoundMember[];
  /** Member that collects all other query parameters. */
  readonly queryMap: string | undefined;
  readonly headers: readonly BoundMember[];
  readonly prefixHeaders: readonly BoundMember[];
  readonly payload: Payload | undefined;
  /** Structure of the members that share the body. */
  readonly body: NormalizedSchema | undefined;
  /** Member that holds the status. */
  readonly statusMember: string | undefined;
}

/** All that is known about one operation before a request arrives; computed once. */
export interface OperationPlan {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  readonly request: Binding;
  readonly response: Binding;
  /** Undefined for RPC protocols, which route by name. */
  readonly template: UriTemplate | undefined;
  /** Query parameters and headers without which a request is not for this operation. */
  readonly demands: { readonly query: readonly string[]; readonly headers: readonly string[] };
  readonly successStatus: number;
}

export function planOperation(schema: StaticOperationSchema): OperationPlan {
  const [, , name, operationTraits, inputSchema, outputSchema] = schema;
  const input = NormalizedSchema.of(inputSchema);
  const output = NormalizedSchema.of(outputSchema);
  const http = (typeof operationTraits === 'object' ? (operationTraits as Traits) : {}).http;
  const request = bind(input);
  const required = new Set(requiredMembers(input));
  const places = (members: readonly BoundMember[]) =>
    members.filter(({ member }) => required.has(member)).map(({ place }) => place);
  return {
    name,
    input,
    output,
    request,
    response: bind(output),
    template: http && parseUriTemplate(http[0], http[1]),
    demands: { query: places(request.query), headers: places(request.headers) },
    successStatus: http?.[2] ?? 200,
  };
}

function bind(structure: NormalizedSchema): Binding {
  const members = membersOf(structure).map(([member, schema]) => ({ member, schema, traits: traitsOf(schema) }));
  const bound = (place: (traits: Traits) => string | undefined): BoundMember[] =>
    members.flatMap(({ member, schema, traits }) => {
      const found = place(traits);
      return found === undefined ? [] : [{ member, schema, place: found }];
    });
  const named = (test: (traits: Traits) => unknown) => members.find(({ traits }) => test(traits))?.member;
  const payload = members.find(({ traits }) => traits.httpPayload);
  return {
    labels: members
      .filter(({ traits }) => traits.httpLabel)
      .map(({ member, schema }) => ({ member, schema, place: member })),
    query: bound((traits) => traits.httpQuery),
    queryMap: named((traits) => traits.httpQueryParams),
    headers: bound((traits) => traits.httpHeader?.toLowerCase()),
    prefixHeaders: bound((traits) => traits.httpPrefixHeaders?.toLowerCase()),
    payload: payload && { member: payload.member, schema: payload.schema, kind: payloadKind(payload.schema) },
    body: payload ? undefined : narrowStructure(structure, isInBody),
    statusMember: named((traits) => traits.httpResponseCode),
  };
}

function payloadKind(schema: NormalizedSchema): PayloadKind {
  if (schema.isStructSchema()) return schema.isStreaming() ? 'events' : 'structure';
  if (schema.isStreaming()) return 'stream';
  if (schema.isBlobSchema()) return 'bytes';
  return schema.isStringSchema() ? 'text' : 'structure';
}
