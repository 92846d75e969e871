import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';
import { recordOf } from '../../request-input.ts';

/** Members of CreateModelCustomizationJob: what they hold, and whether they must be there. */
type Shape =
  | 'text'
  | 'any'
  | { readonly list: Shape }
  | { readonly map: 'text' }
  | { readonly required?: Readonly<Record<string, Shape>>; readonly optional?: Readonly<Record<string, Shape>> };

const S3: Shape = { required: { s3Uri: 'text' } };
const TAGS: Shape = { list: { required: { key: 'text', value: 'text' } } };
/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelCustomizationJob.html */
const REQUEST: Shape = {
  required: {
    jobName: 'text',
    customModelName: 'text',
    roleArn: 'text',
    baseModelIdentifier: 'text',
    trainingDataConfig: { optional: { s3Uri: 'text', invocationLogsConfig: 'any' } },
    outputDataConfig: S3,
  },
  optional: {
    clientRequestToken: 'text',
    customizationType: 'text',
    customModelKmsKeyId: 'text',
    jobTags: TAGS,
    customModelTags: TAGS,
    validationDataConfig: { required: { validators: { list: S3 } } },
    hyperParameters: { map: 'text' },
    vpcConfig: { required: { subnetIds: { list: 'text' }, securityGroupIds: { list: 'text' } } },
    customizationConfig: 'any',
  },
};

export const requestShape: Check = {
  name: 'request-shape',
  group: 'request',
  offline: true,
  source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelCustomizationJob.html',
  run: async ({ input }) => {
    if (input.request === undefined) return [];
    const problems = [...compare(input.request, REQUEST, '')];
    return problems.length > 0 ? problems : [ok('The request has the members that the API asks for.')];
  },
};

function* compare(value: unknown, shape: Shape, path: string): Generator<Verdict> {
  if (shape === 'any') return;
  if (shape === 'text') {
    if (typeof value !== 'string') yield wrongType(path, 'a text', value);
  } else if ('list' in shape) {
    if (!Array.isArray(value)) yield wrongType(path, 'a list', value);
    else for (const [index, item] of value.entries()) yield* compare(item, shape.list, `${path}[${index}]`);
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield wrongType(path, 'an object', value);
  } else if ('map' in shape) {
    for (const [name, item] of Object.entries(value)) yield* compare(item, shape.map, join(path, name));
  } else {
    yield* compareMembers(recordOf(value), shape, path);
  }
}

function* compareMembers(
  value: Readonly<Record<string, unknown>>,
  { required = {}, optional = {} }: Extract<Shape, { required?: unknown }>,
  path: string,
): Generator<Verdict> {
  const place = path === '' ? 'the request' : path;
  for (const name of Object.keys(required)) {
    if (value[name] !== undefined) continue;
    yield failure('request-member-missing', `Expected ${JSON.stringify(name)} in ${place}, and it is not there.`, {
      remedy: `Add ${join(path, name)}.`,
      refusal: `Missing required parameter in ${path === '' ? 'input' : path}: "${name}"`,
    });
  }
  const known: Readonly<Record<string, Shape>> = { ...required, ...optional };
  for (const [name, member] of Object.entries(value)) {
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    if (shape !== undefined && member !== undefined) yield* compare(member, shape, join(path, name));
    if (shape !== undefined) continue;
    const names = Object.keys(known).join(', ');
    yield failure('request-member-unknown', `${JSON.stringify(name)} is not known in ${place}.`, {
      remedy: `Known there: ${names}.`,
      refusal: `Unknown parameter in ${path === '' ? 'input' : path}: "${name}", must be one of: ${names}`,
    });
  }
}

const wrongType = (path: string, expected: string, got: unknown): Verdict =>
  failure('request-member-type', `Expected ${path || 'the request'} to be ${expected}, got ${JSON.stringify(got)}.`, {
    remedy: expected === 'a text' ? 'Put it in quotes: the API takes texts, numbers too.' : `Make it ${expected}.`,
    refusal: `Invalid type for parameter ${path}`,
  });

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
