import type { Topics } from '../ports/topics.ts';
import { call, callOrMissing, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** SNS topics and their policies. */
export function createTopics(clients: AwsClients): Topics {
  const load = async () => ({ client: await clients.sns(), sdk: await import('@aws-sdk/client-sns') });
  return {
    get: (arn, signal) =>
      callOrMissing(`get topic ${arn}`, signal, async () => {
        const { client, sdk } = await load();
        const command = new sdk.GetTopicAttributesCommand({ TopicArn: arn });
        const { Attributes: attributes = {} } = await client.send(command, sending(signal));
        return {
          arn,
          owner: attributes.Owner ?? '',
          policy: JSON.parse(attributes.Policy ?? '{}') as Record<string, unknown>,
        };
      }),
    setPolicy: (arn, policy, signal) =>
      call(`set the policy of topic ${arn}`, signal, async () => {
        const { client, sdk } = await load();
        const AttributeValue = JSON.stringify(policy);
        await client.send(
          new sdk.SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue }),
          sending(signal),
        );
      }),
  };
}
