import { CloudError, ConfigurationError, InputError, type NovatuneError } from '../../../errors.ts';

/** What the Hub was asked for. */
export interface HubRequest {
  /** Data set, e.g. `chainyo/rvl-cdip`. */
  readonly dataset: string;
  /** What of it, e.g. `revision main` or a file. */
  readonly what: string;
  readonly hasToken: boolean;
}

/** How the Hub refused: status, its `X-Error-Code` header and message. */
export interface HubRefusal {
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly message: string;
}

/** The error to throw for a refusal. Error codes: huggingface_hub/utils/_http.py. */
export function hubError(request: HubRequest, refusal: HubRefusal): NovatuneError {
  const { dataset, what, hasToken } = request;
  const { status, errorCode, message } = refusal;
  const said = `the Hub answered ${status}${message === '' ? '' : `: ${message}`}`;
  if (errorCode === 'GatedRepo') {
    return new ConfigurationError('hub-dataset-gated', `The data set ${dataset} is gated: ${said}.`, {
      remedy: `Accept its terms on its page${hasToken ? '' : ', then set HF_TOKEN to a token of that account'}.`,
    });
  }
  if (errorCode === 'RevisionNotFound' || errorCode === 'EntryNotFound') {
    return new InputError('hub-revision-not-found', `Expected ${what} of the data set ${dataset}, but ${said}.`, {
      remedy: 'Name a branch, a tag or a commit of the data set.',
    });
  }
  // Without a token the Hub answers 401 for private and for missing data sets alike.
  if (status === 404 || (status === 401 && (errorCode === 'RepoNotFound' || !hasToken))) {
    return new InputError('hub-dataset-not-found', `Expected a data set ${dataset}, but ${said}.`, {
      remedy: `Check the name${hasToken ? ' and that the token may read it' : '; for a private data set set HF_TOKEN'}.`,
    });
  }
  if (status === 401 || status === 403) {
    return new ConfigurationError('hub-unauthorized', `Expected to read ${what} of ${dataset}, but ${said}.`, {
      remedy: hasToken ? 'Check that the token is valid and may read this data set.' : 'Set HF_TOKEN.',
    });
  }
  if (status === 429) {
    return new CloudError('hub-rate-limited', `Expected to read ${what} of ${dataset}, but ${said}, again and again.`, {
      remedy: `Try again in some minutes${hasToken ? '' : ', or set HF_TOKEN: accounts have higher limits'}.`,
      retryable: true,
      status,
    });
  }
  return new CloudError('hub-unavailable', `Expected to read ${what} of ${dataset}, but ${said}.`, {
    remedy: 'Try again later.',
    retryable: status >= 500,
    status,
  });
}

/** The Hub could not be reached at all. */
export function hubUnreachable(endpoint: string, request: HubRequest, cause: unknown): CloudError {
  const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
  return new CloudError(
    'hub-unreachable',
    `Expected to read ${request.what} of ${request.dataset} from ${endpoint}, but there was no whole answer: ${reason}.`,
    { remedy: 'Check the network and the endpoint (HF_ENDPOINT).', retryable: true, cause },
  );
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
