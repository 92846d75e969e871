import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorFamily, NovatuneError } from '../toolkit/index.ts';
import type { Problem } from './api.ts';

/** An answer that is no success. */
export function refusal(
  context: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  remedy?: string,
): Response {
  const body: Problem = { code, message, ...(remedy !== undefined && { remedy }) };
  return context.json(body, status);
}

const STATUS_OF_FAMILY: Readonly<Record<ErrorFamily, ContentfulStatusCode>> = {
  input: 400,
  data: 422,
  configuration: 503,
  service: 502,
  budget: 409,
  partial: 502,
  timeout: 504,
};

/** What a request ends with when a route throws. Errors nobody foresaw say nothing of the inside. */
export function answerError(error: unknown, context: Context): Response {
  if (error instanceof NovatuneError) {
    const status = error.code.endsWith('not-found') ? 404 : STATUS_OF_FAMILY[error.family];
    return refusal(context, status, error.code, error.message, error.remedy);
  }
  return refusal(context, 500, 'unexpected', 'Studio could not answer this request.');
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof NovatuneError)) {
    return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
  }
  return { code: error.code, message: error.message, ...(error.remedy !== undefined && { remedy: error.remedy }) };
}
