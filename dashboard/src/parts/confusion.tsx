import type { ConfusionMatrix } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import type { Cell } from '../pages/scores-page.tsx';

interface ConfusionProps {
  readonly model: 'base' | 'tuned';
  readonly matrix: ConfusionMatrix;
  readonly cell: Cell | undefined;
  readonly onSelect: (cell: Cell) => void;
}

/** Darkest tint, per cent: text on it keeps its contrast. */
const DARKEST = 38;

/** Truths by row, answers by column. A cell with documents is a button that lists them. */
export function Confusion({ model, matrix, cell, onSelect }: ConfusionProps) {
  const { t, format } = useText();
  const columns = [...matrix.classes, 'unreadable', 'missing'];
  const isRare = (column: number) => column >= matrix.classes.length;
  const used = columns.map((_, column) => !isRare(column) || matrix.counts.some((row) => (row[column] ?? 0) > 0));
  return (
    <figure className="matrix">
      <figcaption>{t.models[model]}</figcaption>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <td />
              {columns.map((name, column) =>
                used[column] ? (
                  <th key={name} scope="col">
                    <span>{columnName(name, isRare(column), t.outcomes)}</span>
                  </th>
                ) : null,
              )}
            </tr>
          </thead>
          <tbody>
            {matrix.classes.map((truth, row) => {
              const counts = matrix.counts[row] ?? [];
              const total = Math.max(
                1,
                counts.reduce((sum, count) => sum + count, 0),
              );
              return (
                <tr key={truth}>
                  <th scope="row">{truth}</th>
                  {columns.map((predicted, column) => {
                    if (!used[column]) return null;
                    const count = counts[column] ?? 0;
                    const isChosen = cell?.model === model && cell.truth === truth && cell.predicted === predicted;
                    return (
                      <td key={predicted} data-right={row === column} style={tint(count / total, row === column)}>
                        {count > 0 && (
                          <button
                            type="button"
                            aria-pressed={isChosen}
                            aria-label={t.cell(truth, columnName(predicted, isRare(column), t.outcomes), count, format)}
                            onClick={() => onSelect({ model, truth, predicted })}
                          >
                            {format.number(count)}
                          </button>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

const tint = (share: number, isRight: boolean) =>
  share === 0
    ? {}
    : {
        background: `color-mix(in srgb, var(${isRight ? '--good' : '--bad'}) ${Math.round(8 + share * (DARKEST - 8))}%, var(--surface))`,
      };

function columnName(
  name: string,
  isRare: boolean,
  outcomes: { readonly unreadable: string; readonly missing: string },
): string {
  if (!isRare) return name;
  return name === 'unreadable' ? outcomes.unreadable : outcomes.missing;
}
