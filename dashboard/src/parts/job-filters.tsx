import { NativeSelect } from '@mantine/core';
import type { JobKind, JobPage } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';

interface JobFiltersProps {
  readonly kind: string | undefined;
  readonly status: string | undefined;
  readonly page: JobPage;
  readonly onChange: (change: { readonly kind?: string; readonly status?: string }) => void;
}

/** Which jobs are shown; each status says how many there are. */
export function JobFilters({ kind = '', status = '', page, onChange }: JobFiltersProps) {
  const { t, format } = useText();
  // One that nobody is in any more still is what is filtered by.
  const statuses = Object.entries({ ...(status !== '' && { [status]: 0 }), ...page.statuses });
  return (
    <search className="filters" aria-label={t.filters}>
      <NativeSelect
        label={t.jobKind}
        size="xs"
        value={kind}
        onChange={({ currentTarget }) => onChange({ kind: currentTarget.value, status: '' })}
        data={[
          { value: '', label: t.all },
          ...(['customization', 'batch'] satisfies JobKind[]).map((value) => ({ value, label: t.jobKinds[value] })),
        ]}
      />
      <NativeSelect
        label={t.status}
        size="xs"
        value={status}
        onChange={({ currentTarget }) => onChange({ status: currentTarget.value })}
        data={[
          { value: '', label: t.all },
          ...statuses.map(([value, count]) => ({
            value,
            label: `${t.serviceWords[value] ?? value} (${format.number(count)})`,
          })),
        ]}
      />
    </search>
  );
}
