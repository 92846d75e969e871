/** The bytes are no image, are truncated or damaged, or are too large to open. Says what was found. */
export class UnreadableImageError extends Error {
  readonly code = 'unreadable-image';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableImageError';
  }
}
