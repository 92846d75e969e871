import { Title } from '@mantine/core';
import { Link } from 'wouter';
import type { JobView } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { StatusMark } from './status-mark.tsx';

/** All that the service knows about a job besides its progress. */
export function JobFacts({ job }: { readonly job: JobView }) {
  const { t, format } = useText();
  const { data, customizationType, run } = job;
  const method = customizationType && (t.customizationTypes[customizationType] ?? customizationType);
  return (
    <div className="facts stack">
      <section className="card" aria-labelledby="job">
        <Title order={2} id="job">
          {t.job}
        </Title>
        <dl>
          <Fact name={t.jobKind}>{t.jobKinds[job.kind]}</Fact>
          <Fact name={t.customizationType}>{method}</Fact>
          <Fact name={t.run}>{run && <Link href={`/runs/${run.id}`}>{run.title}</Link>}</Fact>
          <Fact name={t.baseModel}>{job.baseModel}</Fact>
          <Fact name={t.customModel}>{job.modelName}</Fact>
          <Fact name={t.created}>{format.date(job.createdAt)}</Fact>
          <Fact name={t.ended}>{job.endedAt && format.date(job.endedAt)}</Fact>
          <Fact name={t.expires}>{job.active && job.expiresAt && format.date(job.expiresAt)}</Fact>
          <Fact name={t.trainingData}>{data.training}</Fact>
          <Fact name={t.validationData}>{data.validation}</Fact>
          <Fact name={t.inputData}>{data.input}</Fact>
          <Fact name={t.output}>{data.output}</Fact>
          <Fact name={t.role}>{job.roleArn}</Fact>
          <Fact name={t.arn}>{job.arn}</Fact>
        </dl>
      </section>
      {job.kind === 'customization' && <ServedBy job={job} />}
      <Values id="hyperparameters" title={t.hyperparameters} values={job.hyperparameters} />
      <Values id="tags" title={t.tags} values={job.tags} />
    </div>
  );
}

/** Left out when there is nothing to say. */
function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface ValuesProps {
  readonly id: string;
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
}

function Values({ id, title, values }: ValuesProps) {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <section className="card" aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt className="data">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ServedBy({ job }: { readonly job: JobView }) {
  const { t } = useText();
  const { servedBy, modelArn, active } = job;
  const none = modelArn !== undefined ? t.servesNothing : active ? t.noModelYet : t.noModelLeft;
  return (
    <section className="card" aria-labelledby="served-by">
      <Title order={2} id="served-by">
        {t.servedBy}
      </Title>
      {servedBy.length === 0 && <p className="soft">{none}</p>}
      <ul className="plain-list">
        {servedBy.map(({ kind, name, status }) => (
          <li key={`${kind} ${name}`}>
            <Link href="/endpoints">{name}</Link> <span className="tag">{t.kinds[kind]}</span>{' '}
            <StatusMark tone={/^(Active|InService)$/.test(status) ? 'up' : status === 'Failed' ? 'failed' : 'running'}>
              {t.serviceWords[status] ?? status}
            </StatusMark>
          </li>
        ))}
      </ul>
    </section>
  );
}
