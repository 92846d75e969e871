import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { RunDetail } from '../../../src/studio/api.ts';
import { useRun } from '../data/queries.ts';
import { useText } from '../messages/language.tsx';
import { Failure, Waiting } from './states.tsx';
import { StatusMark } from './status-mark.tsx';
import { useTitle } from './use-title.ts';

interface RunFrameProps {
  readonly run: string;
  readonly children: (detail: RunDetail) => ReactNode;
}

/** Heading and tabs of every page of one run. */
export function RunFrame({ run, children }: RunFrameProps) {
  const { t } = useText();
  const { data, error } = useRun(run);
  useTitle(data?.title ?? t.run);
  if (error && !data) return <Failure error={error} />;
  if (!data) return <Waiting />;
  return (
    <>
      <div className="run-head">
        <Title order={1}>{data.title}</Title>
        <StatusMark tone={data.status}>{t.runStatus[data.status]}</StatusMark>
        {data.rehearsal && (
          <span className="tag tag-warm" title={t.rehearsalHint}>
            {t.rehearsal}
          </span>
        )}
      </div>
      <nav aria-label={t.runNavigation} className="tabs">
        <Tab href={`/runs/${run}`}>{t.overview}</Tab>
        <Tab href={`/runs/${run}/data`}>{t.data}</Tab>
        <Tab href={`/runs/${run}/review`}>{t.review}</Tab>
        <Tab href={`/runs/${run}/scores`}>{t.scores}</Tab>
      </nav>
      {children(data)}
    </>
  );
}

function Tab({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const [location] = useLocation();
  return (
    <Link href={href} className="tab" aria-current={location === href ? 'page' : undefined}>
      {children}
    </Link>
  );
}
