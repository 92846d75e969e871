import type { PutRuleCommandInput, PutTargetsCommandInput } from '@aws-sdk/client-eventbridge';
import { CloudError } from '../errors.ts';
import type { EventRuleRequest, EventRules } from '../ports/event-rules.ts';
import { call, callOrMissing, pages, required, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Id of the one target of our rules. */
const TARGET_ID = 'topic';

/** EventBridge. */
export function createEventRules(clients: AwsClients): EventRules {
  const load = async () => ({ client: await clients.eventBridge(), sdk: await import('@aws-sdk/client-eventbridge') });
  return {
    put: (rule, signal) =>
      call(`create or update event rule ${rule.name}`, signal, async () => {
        const { client, sdk } = await load();
        const { PutRule, PutTargets } = requestsFor(rule);
        const { RuleArn } = await client.send(new sdk.PutRuleCommand(PutRule), sending(signal));
        // PutRule ignores the tags of a rule that exists.
        const ResourceARN = required(RuleArn, 'RuleArn', 'PutRule');
        await client.send(new sdk.TagResourceCommand({ ResourceARN, Tags: PutRule.Tags }), sending(signal));
        const { FailedEntries = [] } = await client.send(new sdk.PutTargetsCommand(PutTargets), sending(signal));
        const [failed] = FailedEntries;
        if (failed) {
          throw new CloudError(
            'service-validation',
            `EventBridge refused the target of ${rule.name}: ${failed.ErrorMessage}`,
            {
              serviceCode: failed.ErrorCode,
            },
          );
        }
      }),
    requestsFor,
    async *list(namePrefix, signal) {
      const { client, sdk } = await load();
      const NamePrefix = namePrefix === '' ? undefined : namePrefix;
      const fetchPage = (NextToken: string | undefined) =>
        call('list event rules', signal, () =>
          client.send(new sdk.ListRulesCommand({ NamePrefix, NextToken }), sending(signal)),
        );
      for await (const page of pages(fetchPage, (page) => page.NextToken)) {
        for (const { Name = '', Arn = '', State } of page.Rules ?? []) {
          yield { name: Name, arn: Arn, enabled: State !== 'DISABLED' };
        }
      }
    },
    tags: (ruleArn, signal) =>
      call(`read the tags of ${ruleArn}`, signal, async () => {
        const { client, sdk } = await load();
        const command = new sdk.ListTagsForResourceCommand({ ResourceARN: ruleArn });
        const { Tags } = await client.send(command, sending(signal));
        return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      }),
    delete: async (name, signal) => {
      await callOrMissing(`delete event rule ${name}`, signal, async () => {
        const { client, sdk } = await load();
        const { Targets = [] } = await client.send(new sdk.ListTargetsByRuleCommand({ Rule: name }), sending(signal));
        const Ids = Targets.flatMap(({ Id }) => (Id ? [Id] : []));
        if (Ids.length > 0) await client.send(new sdk.RemoveTargetsCommand({ Rule: name, Ids }), sending(signal));
        await client.send(new sdk.DeleteRuleCommand({ Name: name }), sending(signal));
      });
    },
  };
}

function requestsFor(rule: EventRuleRequest): {
  readonly PutRule: PutRuleCommandInput & { readonly Tags: { Key: string; Value: string }[] };
  readonly PutTargets: PutTargetsCommandInput;
} {
  return {
    PutRule: {
      Name: rule.name,
      Description: rule.description,
      EventPattern: JSON.stringify(rule.pattern),
      State: 'ENABLED',
      Tags: Object.entries(rule.tags).map(([Key, Value]) => ({ Key, Value })),
    },
    PutTargets: { Rule: rule.name, Targets: [{ Id: TARGET_ID, Arn: rule.topicArn }] },
  };
}
