/** Ends a job as `Failed`; the message becomes its `failureMessage`. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** Longest `failureMessage` of the published model, in characters. */
export const MAXIMUM_FAILURE_MESSAGE = 2048;

/** What a job says when the fault is not the user's. Seen on the wire. */
export const UNEXPECTED_FAILURE = 'Encountered an unexpected error when processing the request, please try again';
