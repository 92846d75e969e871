import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime';
import { CloudError } from '../errors.ts';
import type { ModelRuntime } from '../ports/model-runtime.ts';
import { call, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Bedrock's Converse. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export function createModelRuntime(clients: AwsClients): ModelRuntime {
  return {
    converse: (request, signal) =>
      call(`ask ${request.modelId}`, signal, async () => {
        const [client, { ConverseCommand }] = await Promise.all([
          clients.runtime(),
          import('@aws-sdk/client-bedrock-runtime'),
        ]);
        const { maxTokens, temperature, topP, topK } = request.parameters;
        const content: ContentBlock[] = [
          ...request.images.map(({ format, bytes }) => ({ image: { format, source: { bytes } } })),
          { text: request.prompt },
        ];
        const answer = await client.send(
          new ConverseCommand({
            modelId: request.modelId,
            ...(request.system && { system: [{ text: request.system }] }),
            messages: [{ role: 'user', content }],
            inferenceConfig: { maxTokens, temperature, ...(topP !== undefined && { topP }) },
            // Converse refuses topK beside the others; Nova reads it here.
            ...(topK !== undefined && { additionalModelRequestFields: { inferenceConfig: { topK } } }),
          }),
          sending(signal),
        );
        const blocks = answer.output?.message?.content ?? [];
        const text = blocks.flatMap((block) => (block.text === undefined ? [] : [block.text])).join('');
        if (answer.stopReason === undefined) {
          throw new CloudError(
            'incomplete-answer',
            `Converse of ${request.modelId} answered without stopReason, which the API promises.`,
          );
        }
        return {
          text,
          stopReason: answer.stopReason,
          inputTokens: answer.usage?.inputTokens ?? 0,
          outputTokens: answer.usage?.outputTokens ?? 0,
        };
      }),
  };
}
