/** Why another model than the primary answered. */
export type FallbackReason =
  /** The document is outside the share of documents that the primary is asked about. */
  | 'outside-share'
  /** The service took no call at this pace. */
  | 'throttled'
  /** The call failed for another reason. */
  | 'failed'
  /** The primary answered, but nothing could be read from it. */
  | 'unreadable'
  /** The primary failed too often of late and is not asked for a while. */
  | 'breaker-open';

/** Which of two models answered a document, and why. */
export interface AnswerRoute {
  readonly by: 'primary' | 'fallback';
  /** Why not the primary. */
  readonly reason?: FallbackReason;
  /** What the primary said instead: the code of the failure, or the answer that could not be read. */
  readonly instead?: string;
}

/** What a model answered that was asked beside the one whose answer counts. */
export interface ShadowAnswer {
  readonly modelId: string;
  readonly answer?: string;
  readonly stopReason?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Wall time of the successful call, milliseconds. */
  readonly latencyMs?: number;
  readonly cached?: true;
}

/** `closed`: the primary is asked; `open`: it is not; `half-open`: one document tries it. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What a rollout has come to. Calls answered from a cache count like any other. */
export interface RolloutCounters {
  /** Documents answered by each, and those that nobody answered. */
  readonly primary: number;
  readonly fallback: number;
  readonly unanswered: number;
  /** Documents that went to the fallback, by reason; whether or not it answered. */
  readonly fallbacks: Readonly<Record<FallbackReason, number>>;
  readonly shadow: {
    readonly answered: number;
    readonly failed: number;
    /** Answers equal to the one that counts: what is read from them, or their text. */
    readonly same: number;
  };
  readonly breaker: { readonly state: BreakerState /** Times that it opened. */; readonly opened: number };
  /** Of every answer, also of those that could not be read. */
  readonly tokens: Readonly<
    Record<'primary' | 'fallback' | 'shadow', { readonly input: number; readonly output: number }>
  >;
}

export type RolloutEvent =
  | {
      readonly type: 'answer-routed';
      readonly document: string;
      readonly modelId: string;
      readonly route: AnswerRoute;
    }
  | { readonly type: 'shadow-answered'; readonly document: string; readonly modelId: string; readonly same: boolean }
  | {
      readonly type: 'shadow-failed';
      readonly document: string;
      readonly modelId: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'breaker-changed'; readonly state: BreakerState };
