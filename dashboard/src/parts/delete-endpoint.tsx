import type { EndpointDeletion, EndpointView } from '../../../src/studio/api.ts';
import { postJson } from '../data/client.ts';
import { useText } from '../messages/language.tsx';
import { TypedConfirmation } from './typed-confirmation.tsx';

interface DeleteEndpointProps {
  /** Undefined: closed. */
  readonly endpoint: EndpointView | undefined;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Deletes after its name has been typed. */
export function DeleteEndpoint({ endpoint, onClose, onDeleted }: DeleteEndpointProps) {
  const { t } = useText();
  const remove = async (confirm: string) => {
    if (!endpoint) return;
    const { kind, arn } = endpoint;
    await postJson('/api/endpoints/delete', { kind, arn, confirm } satisfies EndpointDeletion);
  };
  return (
    <TypedConfirmation
      name={endpoint?.name}
      title={t.deleteTitle(endpoint?.name ?? '')}
      hint={t.deleteHint}
      action={t.deleteForGood}
      work={remove}
      onClose={onClose}
      onDone={onDeleted}
    />
  );
}
