import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunDetail, StepView } from '../../../src/studio/api.ts';
import { useLiveRun } from '../data/queries.ts';
import { useText } from '../messages/language.tsx';
import { AccuracyBar } from '../parts/accuracy-bar.tsx';
import { LossChart } from '../parts/loss-chart.tsx';
import { RunFrame } from '../parts/run-frame.tsx';
import { StepFlow } from '../parts/step-flow.tsx';

/** One run: its flow, its loss and what came out of it. */
export function RunPage({ run }: { readonly run: string }) {
  const live = useLiveRun(run);
  return <RunFrame run={run}>{(detail) => <Overview detail={detail} live={live} />}</RunFrame>;
}

function Overview({ detail, live }: { readonly detail: RunDetail; readonly live: boolean }) {
  const { t, format } = useText();
  const { loss, job, comparison } = detail;
  return (
    <div className="stack">
      {comparison && <Verdict detail={detail} />}
      <section className="card" aria-labelledby="flow">
        <div className="card-head">
          <Title order={2} id="flow">
            {t.flow}
          </Title>
          <span className="soft small" role="status">
            {live ? t.live : t.notLive} · {t.lastChange} {format.date(detail.changedAt)}
          </span>
        </div>
        <StepFlow run={detail.id} steps={detail.steps} />
      </section>
      <div className="columns">
        <section className="card grow" aria-labelledby="loss">
          <div className="card-head">
            <Title order={2} id="loss">
              {t.loss}
            </Title>
            {loss.live && <span className="tag tag-warm">{t.liveLoss}</span>}
          </div>
          {loss.training.length > 0 ? <LossChart loss={loss} /> : <p className="soft">{t.noLoss}</p>}
        </section>
        {job && <Facts detail={detail} />}
      </div>
      <Files run={detail.id} steps={detail.steps} />
      {detail.problems.map((problem) => (
        <p key={problem.message} className="problem">
          {problem.message} {problem.remedy}
        </p>
      ))}
    </div>
  );
}

function Verdict({ detail }: { readonly detail: RunDetail }) {
  const { t, format } = useText();
  const { comparison } = detail;
  if (!comparison) return null;
  return (
    <section className="card verdict" data-verdict={comparison.verdict} aria-labelledby="verdict">
      <Title order={2} id="verdict">
        {t.verdicts[comparison.verdict]}
      </Title>
      <p>{t.verdictSentence(comparison, format)}</p>
      <div className="verdict-bars">
        <AccuracyBar label={t.base} share={comparison.base.accuracy} />
        <AccuracyBar label={t.tuned} share={comparison.tuned.accuracy} strong />
      </div>
      {detail.rehearsal && <p className="soft small">{t.rehearsalHint}</p>}
    </section>
  );
}

function Facts({ detail }: { readonly detail: RunDetail }) {
  const { t, format } = useText();
  const { job, identity, cost } = detail;
  if (!job) return null;
  const hyperparameters = Object.entries(job.hyperparameters);
  const jobId = job.job_arn.slice(job.job_arn.lastIndexOf('/') + 1);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      t.job,
      <Link key="job" href={`/jobs/customization/${jobId}`}>
        {job.job_name}
      </Link>,
    ],
    [t.status, t.serviceWords[job.status] ?? job.status],
    [t.baseModel, detail.baseModel],
    [t.customModel, job.model_name],
    [t.created, format.date(job.creation_time)],
    [t.ended, job.end_time && format.date(job.end_time)],
    [t.account, identity && `${identity.accountId} · ${identity.region}`],
    [t.cost, cost && `${t.costRange(cost, format)}${detail.rehearsal ? ` · ${t.onAws}` : ''}`],
    ...hyperparameters,
  ];
  return (
    <section className="card facts" aria-labelledby="job">
      <Title order={2} id="job">
        {t.customizationJob}
      </Title>
      <dl>
        {rows.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {job.failure_message && <p className="problem">{job.failure_message}</p>}
    </section>
  );
}

function Files({ run, steps }: { readonly run: string; readonly steps: readonly StepView[] }) {
  const { t, format } = useText();
  const files = steps.flatMap(({ artifacts }) => artifacts);
  if (files.length === 0) return null;
  return (
    <section className="card" aria-labelledby="files">
      <Title order={2} id="files">
        {t.artifacts}
      </Title>
      <ul className="files">
        {files.map(({ path, bytes }) => (
          <li key={path}>
            <a href={`/api/runs/${run}/artifact?path=${encodeURIComponent(path)}`} target="_blank" rel="noreferrer">
              {path}
            </a>{' '}
            <span className="soft small">{format.bytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
