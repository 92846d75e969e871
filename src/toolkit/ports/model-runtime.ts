import type { ImageFormat } from '../model/example.ts';

export interface ConverseRequest {
  readonly modelId: string;
  readonly system: string;
  /** Images stand before the text of the user turn. */
  readonly images: readonly { readonly format: ImageFormat; readonly bytes: Uint8Array }[];
  readonly prompt: string;
  readonly parameters: InferenceParameters;
}

export interface InferenceParameters {
  /** Most tokens of the answer. */
  readonly maxTokens: number;
  /** 0 to 1. */
  readonly temperature: number;
  /** 0 to 1. */
  readonly topP?: number;
  /** Nova only; travels in `additionalModelRequestFields`. */
  readonly topK?: number;
}

export interface ConverseAnswer {
  /** Text of the answer; reasoning blocks are left out. */
  readonly text: string;
  readonly stopReason: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Asks a model once. Retries and limits live above this port: a throttle is a retryable `CloudError`. */
export interface ModelRuntime<Answer extends ConverseAnswer = ConverseAnswer> {
  converse(request: ConverseRequest, signal?: AbortSignal): Promise<Answer>;
}
