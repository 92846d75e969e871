import { Alert, Button, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EndpointList, EndpointView } from '../../../src/studio/api.ts';
import { getJson } from '../data/client.ts';
import { useInfo } from '../data/queries.ts';
import { useNow } from '../data/use-now.ts';
import { useText } from '../messages/language.tsx';
import { DeleteEndpoint } from '../parts/delete-endpoint.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { useTitle } from '../parts/use-title.ts';

const HOUR_MS = 3_600_000;
const REFRESH_MS = 15_000;

/** What of this account answers, what it costs by the second, and the end of it. */
export function EndpointsPage() {
  const { t } = useText();
  const client = useQueryClient();
  const [ending, setEnding] = useState<EndpointView>();
  const { data, error } = useQuery({
    queryKey: ['endpoints'],
    queryFn: ({ signal }) => getJson<EndpointList>('/api/endpoints', signal),
    refetchInterval: REFRESH_MS,
  });
  useTitle(t.endpoints);
  return (
    <>
      <Title order={1}>{t.endpoints}</Title>
      {error && <Failure error={error} />}
      {!data && !error && <Waiting />}
      {data?.endpoints.length === 0 && (
        <Alert variant="outline" title={t.nothingBills}>
          {t.noEndpoints}
        </Alert>
      )}
      {data && data.endpoints.length > 0 && <List list={data} onDelete={setEnding} />}
      <DeleteEndpoint
        endpoint={ending}
        onClose={() => setEnding(undefined)}
        onDeleted={() => client.invalidateQueries({ queryKey: ['endpoints'] })}
      />
    </>
  );
}

interface ListProps {
  readonly list: EndpointList;
  readonly onDelete: (endpoint: EndpointView) => void;
}

function List({ list, onDelete }: ListProps) {
  const { t, format } = useText();
  const { data: info } = useInfo();
  const now = useNow(list.now);
  const priced = list.endpoints.flatMap(({ pricePerHour }) => pricePerHour ?? []);
  const perHour = priced.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <>
      {perHour > 0 && (
        <p className="total">
          {(info?.cloud?.rehearsal ? t.wouldBill : t.billsNow)(format.money(perHour, priced[0]?.currency ?? 'USD'))}
        </p>
      )}
      <ul className="endpoints">
        {list.endpoints.map((endpoint) => (
          <li key={endpoint.arn} className="card endpoint">
            <Endpoint endpoint={endpoint} now={now} onDelete={() => onDelete(endpoint)} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface EndpointProps {
  readonly endpoint: EndpointView;
  readonly now: number;
  readonly onDelete: () => void;
}

function Endpoint({ endpoint, now, onDelete }: EndpointProps) {
  const { t, format } = useText();
  const { data: info } = useInfo();
  const { kind, name, status, arn, createdAt, modelUnits, commitment, run, ours, deadline } = endpoint;
  const age = now - Date.parse(createdAt);
  const tone = /^(Active|InService)$/.test(status) ? 'up' : status === 'Failed' ? 'failed' : 'running';
  return (
    <>
      <div className="endpoint-head">
        <Title order={2}>{name}</Title>
        <span className="tag">{t.kinds[kind]}</span>
        <StatusMark tone={tone}>{t.serviceWords[status] ?? status}</StatusMark>
        <span className={ours ? 'tag' : 'tag tag-warm'}>{ours ? t.madeBy(run) : t.notOurs}</span>
      </div>
      <dl className="endpoint-facts">
        <Figure name={t.costSoFar} strong>
          <RunningCost endpoint={endpoint} age={age} />
        </Figure>
        <Figure name={t.age}>{format.duration(age)}</Figure>
        {deadline && <Figure name={t.timeToLive}>{format.duration(Date.parse(deadline) - now)}</Figure>}
        {kind === 'throughput' && !deadline && <Figure name={t.timeToLive}>{t.noDeadline}</Figure>}
        {modelUnits !== undefined && <Figure name={t.modelUnits}>{format.number(modelUnits)}</Figure>}
        {commitment && <Figure name={t.commitment}>{commitment}</Figure>}
        <Figure name={t.created}>{format.date(createdAt)}</Figure>
      </dl>
      <div className="endpoint-foot">
        <code>{arn}</code>
        <Button
          className="danger"
          variant="outline"
          size="xs"
          disabled={!info?.write}
          title={info?.write ? undefined : t.readOnlyHint}
          onClick={onDelete}
        >
          {t.delete}
          <span className="hidden"> {name}</span>
        </Button>
      </div>
    </>
  );
}

function RunningCost({ endpoint, age }: { readonly endpoint: EndpointView; readonly age: number }) {
  const { t, format } = useText();
  const { billing, pricePerHour } = endpoint;
  if (billing === 'token') return t.perToken;
  if (!pricePerHour) return t.priceUnknown;
  const { amount, currency } = pricePerHour;
  return (
    <>
      {format.money((amount * age) / HOUR_MS, currency, 4)}{' '}
      <span className="soft small">
        ({format.money(amount, currency)} {t.perHour})
      </span>
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly strong?: boolean;
  readonly children: React.ReactNode;
}

function Figure({ name, strong = false, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={strong ? 'strong' : undefined}>{children}</dd>
    </div>
  );
}
