import { useText } from '../messages/language.tsx';
import { StatusMark } from './status-mark.tsx';

const TONES: Readonly<Record<string, string>> = {
  Completed: 'finished',
  PartiallyCompleted: 'warning',
  Failed: 'failed',
  Expired: 'failed',
  Stopped: 'stopped',
  NotStarted: 'waiting',
};

/** The status of a job or a phase, in words of the reader's language where there are any. */
export function JobStatus({ status }: { readonly status: string }) {
  const { t } = useText();
  return <StatusMark tone={TONES[status] ?? 'running'}>{t.serviceWords[status] ?? status}</StatusMark>;
}
