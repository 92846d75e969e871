import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { EndpointDeletion, EndpointView } from '../../../src/studio/api.ts';
import { postJson } from '../data/client.ts';
import { useText } from '../messages/language.tsx';
import { Failure } from './states.tsx';

interface DeleteEndpointProps {
  /** Undefined: closed. */
  readonly endpoint: EndpointView | undefined;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Deletes after its name has been typed. */
export function DeleteEndpoint({ endpoint, onClose, onDeleted }: DeleteEndpointProps) {
  const { t } = useText();
  return (
    <Modal
      opened={endpoint !== undefined}
      onClose={onClose}
      title={t.deleteTitle(endpoint?.name ?? '')}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t.close }}
      transitionProps={{ duration: 0 }}
    >
      {endpoint && <Confirmation endpoint={endpoint} onClose={onClose} onDeleted={onDeleted} />}
    </Modal>
  );
}

interface ConfirmationProps {
  readonly endpoint: EndpointView;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

function Confirmation({ endpoint, onClose, onDeleted }: ConfirmationProps) {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const { kind, arn, name } = endpoint;
  const work = useMutation({
    mutationFn: () => postJson('/api/endpoints/delete', { kind, arn, confirm: typed } satisfies EndpointDeletion),
    onSuccess: () => {
      onDeleted();
      onClose();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === name) work.mutate();
      }}
    >
      <p>{t.deleteHint}</p>
      <TextInput
        label={t.typeName(name)}
        value={typed}
        autoComplete="off"
        data-autofocus
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {work.error && <Failure error={work.error} />}
      <Button type="submit" color="red" disabled={typed !== name} loading={work.isPending}>
        {t.deleteForGood}
      </Button>
    </form>
  );
}
