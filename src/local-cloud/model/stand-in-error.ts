/** `artifact`: bytes that are no stand-in model of this version; `training`: examples or settings that cannot be trained on. */
export type StandInErrorCode = 'STAND_IN_ARTIFACT' | 'STAND_IN_TRAINING' | 'STAND_IN_PAGES';

/** The stand-in model cannot go on. Not thrown for an abort: that throws the signal's reason. */
export class StandInError extends Error {
  override readonly name = 'StandInError';
  readonly code: StandInErrorCode;

  constructor(code: StandInErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
