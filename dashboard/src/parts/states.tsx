import { Alert, Loader } from '@mantine/core';
import { RequestError } from '../data/client.ts';
import { useText } from '../messages/language.tsx';

export function Waiting() {
  const { t } = useText();
  return (
    <div className="waiting" role="status">
      <Loader size="sm" aria-hidden="true" /> {t.loading}
    </div>
  );
}

/** What went wrong, in studio's words, and what to do. */
export function Failure({ error }: { readonly error: Error }) {
  const { t } = useText();
  const problem = error instanceof RequestError ? error.problem : undefined;
  const isLockedOut = error instanceof RequestError && error.status === 401;
  return (
    <Alert color="red" variant="outline" role="alert" title={isLockedOut ? t.lockedOut : t.failed}>
      {problem?.message ?? t.unreachable}
      {problem?.remedy && <div className="soft">{problem.remedy}</div>}
    </Alert>
  );
}
