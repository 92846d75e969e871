import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../messages/language.tsx';
import { Failure } from './states.tsx';

interface TypedConfirmationProps {
  /** What has to be typed; undefined: closed. */
  readonly name: string | undefined;
  readonly title: string;
  readonly hint: string;
  /** On the button. */
  readonly action: string;
  readonly work: (typed: string) => Promise<unknown>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks for a name to be typed before something is ended for good. */
export function TypedConfirmation(props: TypedConfirmationProps) {
  const { t } = useText();
  const { name, title, onClose } = props;
  return (
    <Modal
      opened={name !== undefined}
      onClose={onClose}
      title={title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t.close }}
      transitionProps={{ duration: 0 }}
    >
      {name !== undefined && <Form {...props} name={name} />}
    </Modal>
  );
}

function Form({ name, hint, action, work, onClose, onDone }: TypedConfirmationProps & { readonly name: string }) {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => work(typed),
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === name) mutate();
      }}
    >
      <p>{hint}</p>
      <TextInput
        label={t.typeName(name)}
        value={typed}
        autoComplete="off"
        data-autofocus
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {error && <Failure error={error} />}
      <Button type="submit" color="red" disabled={typed !== name} loading={isPending}>
        {action}
      </Button>
    </form>
  );
}
