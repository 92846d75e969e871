import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReservedStrings } from '../../lib/reserved-strings.ts';
import type { Task } from '../../model/task.ts';
import { rvlCdipClasses } from '../classes.ts';
import { defaultPrompts } from './default-prompts.ts';

const FORMATS = ['json', 'text'] as const;
const TASKS: readonly Task[] = FORMATS.flatMap((answerFormat) => [
  { kind: 'classification', answerFormat, field: 'type', classes: rvlCdipClasses() } as const,
  { kind: 'extraction', answerFormat, field: 'seller' } as const,
]);

describe('defaultPrompts', () => {
  it.each(TASKS)('has no reserved string in any letter case: $kind, $answerFormat', (task) => {
    const prompts = defaultPrompts(task);
    expect(findReservedStrings(`${prompts.system}\n${prompts.task}`)).toEqual([]);
  });

  it('lists every class as one row of the table', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.record({ name: text, description: text }), { minLength: 1, maxLength: 5 }), (classes) => {
        const { task } = defaultPrompts({ kind: 'classification', answerFormat: 'json', field: 'type', classes });
        expect(task.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(classes.length + 2);
      }),
    );
  });

  it('shows the answer in the form asked for', () => {
    const [json, , text] = TASKS.map((task) => defaultPrompts(task).task);
    expect(json).toContain('{"type": "<type>"}');
    expect(text).not.toContain('{');
  });

  it('asks for the seller and warns of the buyer', () => {
    const { task } = defaultPrompts({ kind: 'extraction', answerFormat: 'text', field: 'seller' });
    expect(task).toContain('销售方');
    expect(task).toContain('不要购买方');
  });
});
