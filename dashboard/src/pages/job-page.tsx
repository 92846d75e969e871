import { Alert, Progress, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { JobView } from '../../../src/studio/api.ts';
import { useJob } from '../data/jobs.ts';
import { useText } from '../messages/language.tsx';
import { JobFacts } from '../parts/job-facts.tsx';
import { JobPhases, StallWarning } from '../parts/job-phases.tsx';
import { JobStatus } from '../parts/job-status.tsx';
import { LossChart } from '../parts/loss-chart.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { StopJob } from '../parts/stop-job.tsx';
import { useTitle } from '../parts/use-title.ts';

/** One job as the service sees it now, whether or not a run folder knows it. */
export function JobPage({ kind, id }: { readonly kind: string; readonly id: string }) {
  const { t, format } = useText();
  const { data: job, error } = useJob(kind, id);
  useTitle(job?.name ?? t.job);
  return (
    <>
      <p className="back">
        <Link href="/jobs">← {t.allJobs}</Link>
      </p>
      {error && <Failure error={error} />}
      {!job && !error && <Waiting />}
      {job && (
        <>
          <div className="page-head">
            <div className="run-head">
              <Title order={1}>{job.name}</Title>
              <JobStatus status={job.status} />
            </div>
            <div className="page-actions">
              <span className="soft small">{t.updated(format.time(job.readAt))}</span>
              <StopJob job={job} />
            </div>
          </div>
          <Job job={job} />
        </>
      )}
    </>
  );
}

function Job({ job }: { readonly job: JobView }) {
  const { t } = useText();
  return (
    <div className="stack">
      <StallWarning job={job} />
      {job.failure && (
        <Alert color={job.status === 'Failed' ? 'red' : 'gray'} variant="outline" title={t.failureTitle}>
          {job.failure}
        </Alert>
      )}
      <div className="columns">
        <div className="grow stack">
          {job.phases.length > 0 && <JobPhases job={job} />}
          {job.loss && <Loss job={job} loss={job.loss} />}
          {job.kind === 'batch' && <Records job={job} />}
        </div>
        <JobFacts job={job} />
      </div>
      {job.problems.length > 0 && (
        <Alert className="caution" variant="outline" title={t.partsMissing}>
          {job.problems.map(({ message, remedy }) => (
            <p key={message}>
              {message} {remedy}
            </p>
          ))}
        </Alert>
      )}
    </div>
  );
}

function Loss({ job, loss }: { readonly job: JobView; readonly loss: NonNullable<JobView['loss']> }) {
  const { t, format } = useText();
  return (
    <section className="card" aria-labelledby="loss">
      <div className="card-head">
        <Title order={2} id="loss">
          {t.loss}
        </Title>
        {loss.live && loss.training.length > 0 && <span className="tag tag-warm">{t.liveLoss}</span>}
      </div>
      {loss.training.length > 0 ? <LossChart loss={loss} /> : <p className="soft">{t.noJobLoss}</p>}
      {job.advice.map((advice) => {
        const { message, remedy } = t.adviceText(advice, format);
        return (
          <div key={advice.code} className="advice">
            <strong>{t.adviceTitle}</strong> {message} {remedy}{' '}
            <a href={advice.source} target="_blank" rel="noreferrer" className="small">
              {t.adviceSource}
            </a>
          </div>
        );
      })}
    </section>
  );
}

const COUNTS = ['processed', 'success', 'error'] as const;

function Records({ job }: { readonly job: JobView }) {
  const { t, format } = useText();
  const { records, active } = job;
  return (
    <section className="card" aria-labelledby="records">
      <Title order={2} id="records">
        {t.records}
      </Title>
      {records && (
        <>
          <Progress value={(records.processed / Math.max(1, records.total)) * 100} aria-label={t.records} mt="sm" />
          <dl className="endpoint-facts">
            {COUNTS.map((name) => (
              <div key={name}>
                <dt>{t.recordCounts[name]}</dt>
                <dd>
                  {format.number(records[name])} / {format.number(records.total)}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {active && <p className="soft small">{records ? t.recordsHint : t.recordsUncounted}</p>}
    </section>
  );
}
