import { OcrUnavailableError } from '../ocr/onnx-runtime.ts';
import type { Page } from '../page.ts';
import { UnreadableImageError } from '../unreadable-image-error.ts';

/** Parent to child: read this image. A child has one request at a time. */
export interface ReadRequest {
  readonly image: Uint8Array;
}

/** Child to parent: the answer to the request. */
export type ReadReply = { readonly ok: true; readonly page: Page } | { readonly ok: false; readonly error: SentError };

/** An error as it crosses the process border: classes do not survive the trip. */
interface SentError {
  readonly name: string;
  readonly message: string;
  readonly cause?: string;
}

/** Flattens an error for sending. */
export function packError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, cause } = error;
  return { name, message, ...(cause === undefined ? {} : { cause: String(cause) }) };
}

/** Rebuilds a sent error with its class. */
export function unpackError(sent: SentError): Error {
  const options = sent.cause === undefined ? undefined : { cause: new Error(sent.cause) };
  switch (sent.name) {
    case 'UnreadableImageError':
      return new UnreadableImageError(sent.message, options);
    case 'OcrUnavailableError':
      return new OcrUnavailableError(sent.message, options);
    default:
      return new Error(sent.message, options);
  }
}
