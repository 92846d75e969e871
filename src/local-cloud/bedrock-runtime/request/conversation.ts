/** A request to the model as plain data, whichever operation it came by. Nothing has been fetched or decoded yet. */
export interface Conversation {
  readonly system: readonly string[];
  readonly turns: readonly Turn[];
  readonly settings: AnswerSettings;
}

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly texts: readonly string[];
  readonly images: readonly ImageReference[];
}

/** What bounds the answer. Temperature, topP and topK are checked but do nothing: the stand-in does not sample. */
export interface AnswerSettings {
  /** Undefined: as long as the model likes. */
  readonly maxTokens: number | undefined;
  readonly stopSequences: readonly string[];
}

/** An image where the request has it. */
export interface ImageReference {
  readonly format: string;
  /** As AWS writes places: `messages.0.content.1.image`. */
  readonly place: string;
  readonly source: { readonly bytes: Uint8Array } | { readonly uri: string; readonly bucketOwner: string | undefined };
}

/** The text that the model is asked: the last user turn, joined as training joins it. */
export function promptOf(conversation: Conversation): string {
  return conversation.turns.findLast((turn) => turn.role === 'user')?.texts.join('\n') ?? '';
}

export function systemOf(conversation: Conversation): string {
  return conversation.system.join('\n');
}

/** Images of all turns, in order. */
export function imagesOf(conversation: Conversation): readonly ImageReference[] {
  return conversation.turns.flatMap((turn) => turn.images);
}

/** Text with which the caller began the answer: a last turn of the assistant. */
export function prefillOf(conversation: Conversation): string {
  const last = conversation.turns.at(-1);
  return last?.role === 'assistant' ? last.texts.join('\n') : '';
}
