import type { CloudError } from '../errors.ts';
import type { AnswerRoute } from '../model/rollout.ts';
import type { ConverseAnswer, ConverseRequest, ModelRuntime } from './model-runtime.ts';

export interface RoutedAnswer<Answer extends ConverseAnswer = ConverseAnswer> {
  /** The model that answered. */
  readonly modelId: string;
  readonly answer: Answer;
  readonly route: AnswerRoute;
  readonly shadow?: { readonly modelId: string } & ({ readonly answer: Answer } | { readonly error: CloudError });
}

/** Decides which of several models answers a document. */
export interface ModelRouter {
  /** Names the rollout, its models and shares: answers are resumed only under the same. */
  readonly key: string;
  /** Models for which another one stands in: their failures are better handed on quickly than waited out. */
  readonly replaceable: ReadonlySet<string>;
  /**
   * @param document decides the share that it belongs to
   * @throws CloudError when no model answered, or the signal's reason
   */
  ask<Answer extends ConverseAnswer>(
    document: string,
    request: Omit<ConverseRequest, 'modelId'>,
    runtime: ModelRuntime<Answer>,
    signal?: AbortSignal,
  ): Promise<RoutedAnswer<Answer>>;
}
