import { Alert, Anchor, Table, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { RunSummary } from '../../../src/studio/api.ts';
import { useInfo, useRuns } from '../data/queries.ts';
import { useText } from '../messages/language.tsx';
import { AccuracyBar } from '../parts/accuracy-bar.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { useTitle } from '../parts/use-title.ts';

/** Every run below the folders that were given. */
export function RunsPage() {
  const { t } = useText();
  const { data: runs, error } = useRuns();
  useTitle(t.runs);
  return (
    <>
      <Title order={1}>{t.runs}</Title>
      {error && <Failure error={error} />}
      {!runs && !error && <Waiting />}
      {runs?.length === 0 && <NoRuns />}
      {runs && runs.length > 0 && (
        <div className="table-box">
          <Table verticalSpacing="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.run}</Table.Th>
                <Table.Th>{t.status}</Table.Th>
                <Table.Th>{t.accuracy}</Table.Th>
                <Table.Th>{t.verdict}</Table.Th>
                <Table.Th className="end">{t.cost}</Table.Th>
                <Table.Th className="end">{t.begun}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const { t, format } = useText();
  const { comparison, cost } = run;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/runs/${run.id}`} fw={600}>
          {run.title}
        </Anchor>
        <div className="soft small">
          {run.folder}
          {run.task && ` · ${t.tasks[run.task]}`}
          {run.baseModel && ` · ${run.baseModel}`}
          {run.rehearsal && ` · ${t.rehearsal}`}
        </div>
      </Table.Td>
      <Table.Td>
        <StatusMark tone={run.status}>{t.runStatus[run.status]}</StatusMark>
      </Table.Td>
      <Table.Td>
        {comparison ? (
          <div className="stack-tight">
            <AccuracyBar label={t.base} share={comparison.base.accuracy} />
            <AccuracyBar label={t.tuned} share={comparison.tuned.accuracy} strong />
          </div>
        ) : (
          <span className="soft">–</span>
        )}
      </Table.Td>
      <Table.Td className="verdict-cell">
        {comparison ? (
          <>
            <strong>{t.verdicts[comparison.verdict]}</strong>
            <div className="small">{t.verdictSentence(comparison, format)}</div>
          </>
        ) : (
          <span className="soft">{t.noVerdict}</span>
        )}
      </Table.Td>
      <Table.Td className="end nowrap">
        {cost ? t.costRange(cost, format) : <span className="soft">–</span>}
        {cost && run.rehearsal && <div className="soft small">{t.onAws}</div>}
      </Table.Td>
      <Table.Td className="end nowrap">{format.date(run.startedAt)}</Table.Td>
    </Table.Tr>
  );
}

function NoRuns() {
  const { t } = useText();
  const { data } = useInfo();
  return (
    <Alert variant="outline" title={t.noRuns}>
      {t.noRunsHint((data?.roots ?? []).join(', '))} <code>novatune demo</code>
    </Alert>
  );
}
