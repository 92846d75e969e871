import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTopicsInput,
  ListTopicsResponse,
  SetTopicAttributesInput,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { type Checked, PolicySyntaxError, parsePolicy } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { refusals } from './errors.ts';
import { defaultPolicy } from './topic-policy.ts';
import {
  countSubscriptions,
  deleteTopicRow,
  findTopic,
  putTopic,
  putTopicTags,
  removeTopicTags,
  type Topic,
  topicsAfter,
  topicTags,
} from './topic-store.ts';

/** Attributes that can be set on a standard topic. They are told back; only `Policy` has an effect here. */
const SETTABLE = new Set([
  'Policy',
  'DisplayName',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
]);
const TOPIC_NAME = /^[A-Za-z0-9_-]{1,256}$/;
/** Source: ListTopics. */
const PAGE = 100;
/** Source: TagResource. */
const MAXIMUM_TAGS = 50;

export function topicOperations({ database }: Pick<Cloud, 'database'>) {
  const owned = (arn: string, { caller, region }: OperationContext): Topic => {
    const topic = findTopic(database, arn);
    if (topic?.accountId !== caller.accountId || topic.region !== region) throw refusals.noTopic();
    return topic;
  };
  return {
    CreateTopic: (input: Checked<CreateTopicInput>, context: OperationContext): CreateTopicResponse => ({
      TopicArn: database.transaction(() => createTopic(database, input, context)),
    }),
    DeleteTopic: ({ TopicArn }: Checked<DeleteTopicInput>, { caller }: OperationContext) => {
      if (findTopic(database, TopicArn)?.accountId === caller.accountId) deleteTopicRow(database, TopicArn);
      return {};
    },
    ListTopics: ({ NextToken }: ListTopicsInput, { caller, region }: OperationContext): ListTopicsResponse => {
      const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
      const topics = topicsAfter(database, { accountId: caller.accountId, region }, after, PAGE + 1);
      const page = topics.slice(0, PAGE);
      const more = topics.length > PAGE && { NextToken: Buffer.from(page.at(-1)?.arn ?? '').toString('base64url') };
      return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), ...more };
    },
    GetTopicAttributes: (
      { TopicArn }: Checked<GetTopicAttributesInput>,
      context: OperationContext,
    ): GetTopicAttributesResponse => {
      const topic = owned(TopicArn, context);
      return {
        Attributes: {
          TopicArn,
          Owner: topic.accountId,
          DisplayName: '',
          Policy: defaultPolicy(TopicArn, topic.accountId),
          ...topic.attributes,
          SubscriptionsConfirmed: '0',
          SubscriptionsPending: String(countSubscriptions(database, TopicArn)),
          SubscriptionsDeleted: '0',
        },
      };
    },
    SetTopicAttributes: (input: Checked<SetTopicAttributesInput>, context: OperationContext) => {
      const topic = owned(input.TopicArn, context);
      const attributes = checkedAttributes({ [input.AttributeName]: input.AttributeValue ?? '' });
      putTopic(database, { ...topic, attributes: { ...topic.attributes, ...attributes } });
      return {};
    },
    ...tagOperations(database),
  };
}

function tagOperations(database: Cloud['database']) {
  const tagged = (arn: string, context: OperationContext): string => {
    if (findTopic(database, arn)?.accountId !== context.caller.accountId) throw refusals.noTagged();
    return arn;
  };
  return {
    TagResource: ({ ResourceArn, Tags }: Checked<TagResourceRequest>, context: OperationContext) => {
      database.transaction(() => addTags(database, tagged(ResourceArn, context), tagsOf(Tags)));
      return {};
    },
    UntagResource: ({ ResourceArn, TagKeys }: Checked<UntagResourceRequest>, context: OperationContext) => {
      removeTopicTags(database, tagged(ResourceArn, context), TagKeys);
      return {};
    },
    ListTagsForResource: (
      { ResourceArn }: Checked<ListTagsForResourceRequest>,
      context: OperationContext,
    ): ListTagsForResourceResponse => ({
      Tags: Object.entries(topicTags(database, tagged(ResourceArn, context))).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

/** Making a topic again answers with the one there is, unless it was asked for with other attributes or tags. */
function createTopic(database: Cloud['database'], input: Checked<CreateTopicInput>, context: OperationContext): string {
  const { Name: name, Attributes: given = {}, Tags: tags = [] } = input;
  if (name.endsWith('.fifo') || given.FifoTopic === 'true') throw refusals.notEmulated('FIFO topics');
  if (!TOPIC_NAME.test(name)) throw refusals.invalid('Topic Name');
  const { FifoTopic: _standard, ...rest } = given;
  const attributes = checkedAttributes(rest);
  const { accountId } = context.caller;
  const arn = `arn:aws:sns:${context.region}:${accountId}:${name}`;
  const existing = findTopic(database, arn);
  if (existing) {
    const differs = Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value);
    if (differs) throw refusals.invalid('Attributes Reason: Topic already exists with different attributes');
    const current = topicTags(database, arn);
    const other = Object.entries(tagsOf(tags)).some(([key, value]) => current[key] !== value);
    if (other) throw refusals.invalid('Tags Reason: Topic already exists with different tags');
    return arn;
  }
  putTopic(database, { arn, accountId, region: context.region, name, attributes });
  addTags(database, arn, tagsOf(tags));
  return arn;
}

function addTags(database: Cloud['database'], arn: string, tags: Readonly<Record<string, string>>): void {
  const count = Object.keys({ ...topicTags(database, arn), ...tags }).length;
  if (count > MAXIMUM_TAGS) throw refusals.invalid(`Tags Reason: ${count} tags, the maximum is ${MAXIMUM_TAGS}`);
  putTopicTags(database, arn, tags);
}

function tagsOf(tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]) {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

function checkedAttributes(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(given)) {
    if (!SETTABLE.has(name)) throw refusals.invalid(`AttributeName ${name}`);
    if (name === 'Policy') checkPolicy(value);
  }
  return given;
}

function checkPolicy(text: string): void {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw refusals.invalid(`Policy Error: ${error.message}`);
  }
}
