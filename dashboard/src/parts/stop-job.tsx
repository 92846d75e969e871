import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobStop, JobView } from '../../../src/studio/api.ts';
import { postJson } from '../data/client.ts';
import { useInfo } from '../data/queries.ts';
import { useText } from '../messages/language.tsx';
import { TypedConfirmation } from './typed-confirmation.tsx';

/** Stops a job after its name has been typed. */
export function StopJob({ job }: { readonly job: JobView }) {
  const { t } = useText();
  const { data: info } = useInfo();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { kind, id, name, stoppable } = job;
  return (
    <>
      {stoppable && (
        <Button
          className="danger"
          variant="outline"
          size="xs"
          disabled={!info?.write}
          title={info?.write ? undefined : t.readOnlyHint}
          onClick={() => setAsking(true)}
        >
          {t.stop}
        </Button>
      )}
      <TypedConfirmation
        name={asking ? name : undefined}
        title={t.stopTitle(name)}
        hint={t.stopHint[kind]}
        action={t.stopForGood}
        work={(confirm) => postJson('/api/jobs/stop', { kind, id, confirm } satisfies JobStop)}
        onClose={() => setAsking(false)}
        onDone={() => client.invalidateQueries({ queryKey: ['jobs'] })}
      />
    </>
  );
}
