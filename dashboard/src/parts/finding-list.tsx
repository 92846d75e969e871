import type { DocumentFinding } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { StatusMark } from './status-mark.tsx';

/** Problems with their remedy, in the audit's own words. */
export function FindingList({ findings }: { readonly findings: readonly DocumentFinding[] }) {
  const { t } = useText();
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label={t.findings}>
      {findings.map(({ code, severity, message, remedy }) => (
        <li key={`${code} ${message}`}>
          <StatusMark tone={severity}>{t.severities[severity]}</StatusMark> <code>{code}</code>
          <div>{message}</div>
          <div className="soft small">{remedy}</div>
        </li>
      ))}
    </ul>
  );
}
