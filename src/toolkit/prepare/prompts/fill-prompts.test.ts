import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReservedStrings } from '../../lib/reserved-strings.ts';
import type { Task } from '../../model/task.ts';
import { rvlCdipClasses } from '../classes.ts';
import { defaultPrompts } from './default-prompts.ts';
import { fillPrompts } from './fill-prompts.ts';

const SORT: Task = { kind: 'classification', answerFormat: 'json', field: 'type', classes: rvlCdipClasses() };
const READ: Task = { kind: 'extraction', answerFormat: 'text', field: 'invoice_date' };

describe('fillPrompts', () => {
  it('puts in the table of classes, the field and an answer', () => {
    const { task } = fillPrompts({ system: 's', task: 'A\n{{classes}}\n{{ field }} {{answer}}' }, SORT);
    expect(task).toContain('| letter | Correspondence');
    expect(task.endsWith('type {"type": "<type>"}')).toBe(true);
    expect(task.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(18);
  });

  it('names what it does not know', () => {
    const fill = () => fillPrompts({ system: 'of {{classes}}', task: 't' }, READ);
    expect(fill).toThrow(expect.objectContaining({ code: 'prompt-placeholder-unknown' }));
    expect(fill).toThrow(/\{\{field\}\}, \{\{answer\}\} in the system prompt, but it has \{\{classes\}\}/);
  });

  it('leaves text without placeholders as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/\{\{\s*[\w-]+\s*\}\}/.test(text));
        expect(fillPrompts({ system: text, task: text }, SORT)).toEqual({ system: text, task: text });
      }),
    );
  });
});

describe('defaultPrompts of other fields', () => {
  it('asks for the field by name and description', () => {
    const { system, task } = defaultPrompts(READ, 'the day the invoice was issued, as printed');
    expect(task).toContain('What is the invoice date on this document?');
    expect(task).toContain('the day the invoice was issued');
    expect(task).not.toContain('销售方');
    expect(findReservedStrings(`${system}\n${task}`)).toEqual([]);
    const json = defaultPrompts({ ...READ, answerFormat: 'json' }).task;
    expect(json).toContain('{"invoice_date": "<value>"}');
  });

  it('asks about sellers of other documents in general words when the field is described', () => {
    expect(defaultPrompts({ ...READ, field: 'seller' }, 'the shop on the receipt').task).not.toContain('销售方');
  });
});
