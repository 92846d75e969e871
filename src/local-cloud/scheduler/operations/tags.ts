import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-scheduler';
import type { OperationContext } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../refusals.ts';
import { groupArn, scopeOf } from '../scope.ts';
import { ensureDefaultGroup, getGroup, putTags, tagsOf } from '../state/groups.ts';
import type { SchedulerOperation, Scheduling } from './scheduling.ts';

/** Only groups can be tagged: the published pattern of ResourceArn takes no schedule. */
export function tagResource({ cloud }: Scheduling): SchedulerOperation<TagResourceInput, TagResourceOutput> {
  return (input, context) => {
    cloud.database.transaction(() =>
      putTags(cloud.database, taggedGroup(cloud, context, input.ResourceArn), input.Tags),
    );
    return {};
  };
}

export function untagResource({ cloud }: Scheduling): SchedulerOperation<UntagResourceInput, UntagResourceOutput> {
  return (input, context) => {
    const { database } = cloud;
    const arn = taggedGroup(cloud, context, input.ResourceArn);
    database.transaction(() => {
      for (const key of input.TagKeys) {
        database.prepare('DELETE FROM scheduler_tag WHERE arn = ? AND key = ?').run(arn, key);
      }
    });
    return {};
  };
}

export function listTagsForResource({
  cloud,
}: Scheduling): SchedulerOperation<ListTagsForResourceInput, ListTagsForResourceOutput> {
  return (input, context) => ({
    Tags: tagsOf(cloud.database, taggedGroup(cloud, context, input.ResourceArn)),
  });
}

/** @returns the ARN of a group of the caller's. */
function taggedGroup({ database, clock }: Cloud, context: OperationContext, arn: string): string {
  const scope = scopeOf(context);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (arn !== groupArn(scope, name)) throw refusals.noGroup(name);
  ensureDefaultGroup(database, scope, clock.now());
  return getGroup(database, scope, name).arn;
}
