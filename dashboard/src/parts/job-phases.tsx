import { Alert, Table, Title } from '@mantine/core';
import type { JobView } from '../../../src/studio/api.ts';
import { useNow } from '../data/use-now.ts';
import { useText } from '../messages/language.tsx';
import { JobStatus } from './job-status.tsx';

/** The phases with how long each took or has been as it is, counting on. */
export function JobPhases({ job }: { readonly job: JobView }) {
  const { t, format } = useText();
  const since = useNow(job.now) - Date.parse(job.readAt);
  return (
    <section className="card" aria-labelledby="phases">
      <Title order={2} id="phases">
        {t.phasesTitle}
      </Title>
      <Table className="phases">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.phase}</Table.Th>
            <Table.Th>{t.status}</Table.Th>
            <Table.Th className="end">{t.lasted}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {job.phases.map(({ phase, status, ageMs, tookMs }) => (
            <Table.Tr key={phase}>
              <Table.Td>{t.phases[phase]}</Table.Td>
              <Table.Td>
                <JobStatus status={status} />
              </Table.Td>
              <Table.Td className="end figures">
                {ageMs !== undefined && t.inStatusFor(format.duration(ageMs + since))}
                {tookMs !== undefined && t.took(format.duration(tookMs))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** What nobody says: that a job does not move. */
export function StallWarning({ job }: { readonly job: JobView }) {
  const { t, format } = useText();
  const { stall } = job;
  if (!stall) return null;
  return (
    <Alert className="caution" variant="outline" title={t.stalled} role="alert">
      {t.stalledHint(stall, format.duration(stall.ageMs), format.duration(stall.limitMs))}
    </Alert>
  );
}
