import { Table, Title } from '@mantine/core';
import type { ScoresView } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { estimate, share } from './measure-table.tsx';

interface FieldTableProps {
  readonly base: ScoresView | undefined;
  readonly tuned: ScoresView | undefined;
}

/** Each field of answers that have several. */
export function FieldTable({ base, tuned }: FieldTableProps) {
  const { t, format } = useText();
  const rows = [
    ...(base?.fields ?? []).map((field) => ({ model: t.base, field })),
    ...(tuned?.fields ?? []).map((field) => ({ model: t.tuned, field })),
  ].toSorted((one, other) => one.field.name.localeCompare(other.field.name));
  if (rows.length === 0) return null;
  return (
    <section className="card" aria-labelledby="fields">
      <Title order={2} id="fields">
        {t.fields}
      </Title>
      <div className="table-scroll">
        <Table verticalSpacing={4} className="numbers">
          <Table.Thead>
            <Table.Tr>
              {[t.field, t.model].map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
              {[t.measures.exactMatch, t.normalized, t.measures.cer, t.measures.anls].map((name) => (
                <Table.Th key={name} className="end">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ model, field }) => (
              <Table.Tr key={`${field.name} ${model}`}>
                <Table.Th scope="row">{field.name}</Table.Th>
                <Table.Td>{model}</Table.Td>
                <Table.Td className="end">{share(field.exact, format)}</Table.Td>
                <Table.Td className="end">{share(field.normalized, format)}</Table.Td>
                <Table.Td className="end">{estimate(field.cer, format, true)}</Table.Td>
                <Table.Td className="end">{estimate(field.anls, format, true)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
