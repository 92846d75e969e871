import { Alert, Anchor, Button, Table, Title } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import type { JobKind, JobPage, JobRow, Problem } from '../../../src/studio/api.ts';
import { useJobs } from '../data/jobs.ts';
import { useNow } from '../data/use-now.ts';
import { useText } from '../messages/language.tsx';
import { JobFilters } from '../parts/job-filters.tsx';
import { JobStatus } from '../parts/job-status.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';

const PAGE_SIZE = 50;

/** Customization and batch inference jobs of the cloud, newest first. What is filtered by stands in the address. */
export function JobsPage() {
  const { t, format } = useText();
  const [search, setSearch] = useSearchParams();
  const [kind, status] = [search.get('kind') ?? undefined, search.get('status') ?? undefined];
  const offset = Math.max(0, Number(search.get('offset')) || 0);
  const { data, error } = useJobs({
    ...(kind !== undefined && { kind: kind as JobKind }),
    ...(status !== undefined && { status }),
    offset,
    limit: PAGE_SIZE,
  });
  useTitle(t.jobs);
  const set = (change: Readonly<Record<string, string>>) =>
    setSearch((known) => {
      const next = { ...Object.fromEntries(known), ...change };
      return Object.entries(next).filter(([, value]) => value !== '' && value !== '0');
    });
  return (
    <>
      <div className="page-head">
        <Title order={1}>{t.jobs}</Title>
        {data && !data.unreachable && <span className="soft small">{t.updated(format.time(data.readAt))}</span>}
      </div>
      {error && <Failure error={error} />}
      {!data && !error && <Waiting />}
      {data?.unreachable && <NoCloud problem={data.unreachable} />}
      {data && !data.unreachable && (
        <>
          <JobFilters kind={kind} status={status} page={data} onChange={(change) => set({ ...change, offset: '' })} />
          {data.problems.map((problem) => (
            <p key={problem.message} className="problem">
              {problem.message} {problem.remedy}
            </p>
          ))}
          <JobTable page={data} isFiltered={kind !== undefined || status !== undefined} />
          <Pager page={data} onMove={(to) => set({ offset: String(to) })} />
        </>
      )}
    </>
  );
}

function JobTable({ page, isFiltered }: { readonly page: JobPage; readonly isFiltered: boolean }) {
  const { t } = useText();
  const now = useNow(page.now);
  if (page.total === 0) {
    return isFiltered ? (
      <p className="soft">{t.noJobsMatch}</p>
    ) : (
      <Alert variant="outline" title={t.noJobs}>
        {t.noJobsHint} <code>novatune job create</code>
      </Alert>
    );
  }
  return (
    <div className="table-box">
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.job}</Table.Th>
            <Table.Th>{t.status}</Table.Th>
            <Table.Th>{t.jobKind}</Table.Th>
            <Table.Th>{t.run}</Table.Th>
            <Table.Th className="end">{t.created}</Table.Th>
            <Table.Th className="end">{t.lasted}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {page.jobs.map((job) => (
            <Row key={`${job.kind}/${job.id}`} job={job} now={now} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Row({ job, now }: { readonly job: JobRow; readonly now: number }) {
  const { t, format } = useText();
  const { kind, id, name, status, active, baseModel, customizationType, run, createdAt, endedAt } = job;
  const end = endedAt !== undefined ? Date.parse(endedAt) : active ? now : undefined;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/jobs/${kind}/${id}`} fw={600}>
          {name}
        </Anchor>
        <div className="soft small">{baseModel}</div>
      </Table.Td>
      <Table.Td>
        <JobStatus status={status} />
      </Table.Td>
      <Table.Td className="nowrap">
        {t.jobKinds[kind]}
        {customizationType && (
          <div className="soft small">{t.customizationTypes[customizationType] ?? customizationType}</div>
        )}
      </Table.Td>
      <Table.Td className="nowrap">
        {run ? (
          <Anchor component={Link} size="sm" href={`/runs/${run.id}`}>
            {run.title}
          </Anchor>
        ) : (
          <span className="soft">{t.noRun}</span>
        )}
      </Table.Td>
      <Table.Td className="end nowrap">{format.date(createdAt)}</Table.Td>
      <Table.Td className="end nowrap figures">
        {end === undefined ? '–' : format.duration(end - Date.parse(createdAt))}
      </Table.Td>
    </Table.Tr>
  );
}

function Pager({ page, onMove }: { readonly page: JobPage; readonly onMove: (offset: number) => void }) {
  const { t, format } = useText();
  const { total, offset, jobs, newest } = page;
  const end = offset + jobs.length;
  return (
    <>
      {total > PAGE_SIZE && (
        <nav className="pager" aria-label={t.jobs}>
          <Button
            variant="default"
            size="xs"
            disabled={offset === 0}
            onClick={() => onMove(Math.max(0, offset - PAGE_SIZE))}
          >
            ← {t.newer}
          </Button>
          <span className="soft small">{t.shownJobs(Math.min(offset + 1, total), end, total, format)}</span>
          <Button variant="default" size="xs" disabled={end >= total} onClick={() => onMove(offset + PAGE_SIZE)}>
            {t.older} →
          </Button>
        </nav>
      )}
      {newest !== undefined && <p className="soft small">{t.newestOnly(newest, format)}</p>}
    </>
  );
}

/** No error: run folders are all that many want to look at. */
function NoCloud({ problem }: { readonly problem: Problem }) {
  const { t } = useText();
  const choices = [
    ['novatune studio --local', t.cloudChoices.local],
    ['novatune studio --endpoint-url <url>', t.cloudChoices.endpoint],
    ['novatune studio --profile <name> --region us-east-1', t.cloudChoices.aws],
  ] as const;
  return (
    <Alert variant="outline" title={t.noJobsReachable}>
      <p>
        {problem.message} {problem.remedy}
      </p>
      <p>{t.cloudHint}</p>
      <ul>
        {choices.map(([command, what]) => (
          <li key={command}>
            <code>{command}</code> <span className="soft">{what}</span>
          </li>
        ))}
      </ul>
      <p className="soft">{t.runsWithout}</p>
    </Alert>
  );
}
