import { describe, expect, it } from 'vitest';
import type { Task } from '../../model/task.ts';
import { stricterRule } from './answer-rule.ts';
import { labellingPrompts } from './labelling-prompts.ts';

const CLASSES: Task = {
  kind: 'classification',
  answerFormat: 'text',
  field: 'type',
  classes: [
    { name: 'memo', description: 'Short | internal\nmessage' },
    { name: 'form', description: 'Fields to fill in' },
  ],
};
const SELLER: Task = { kind: 'extraction', answerFormat: 'text', field: 'seller' };

describe('labellingPrompts', () => {
  it('lists each class as one row and asks for JSON whatever the answer format', () => {
    const { task } = labellingPrompts(CLASSES);
    expect(task).toContain('| memo | Short \\| internal message |\n| form | Fields to fill in |');
    expect(task).toContain('{"type": "<type>"}');
  });

  it('asks for the seller, never the buyer, and for null rather than a guess', () => {
    const { task } = labellingPrompts(SELLER);
    expect(task).toContain('销售方');
    expect(task).toContain('购买方');
    expect(task).toContain('{"seller": null}');
  });

  it('asks for any other field by its name or description', () => {
    const date: Task = { ...SELLER, field: 'issue_date' };
    expect(labellingPrompts(date).task).toContain('page: issue date?');
    expect(labellingPrompts(date).task).not.toContain('销售方');
    expect(labellingPrompts(date, { fieldDescription: 'date of issue, as printed' }).task).toContain('date of issue');
  });

  it('adds the answer rule to words of the user', () => {
    const prompts = labellingPrompts(SELLER, { system: 'Be quick.', task: 'Who sells?\n' });
    expect(prompts.system).toBe('Be quick.');
    expect(prompts.task).toMatch(/^Who sells\?\n\nAnswer with exactly one JSON object/);
  });
});

describe('stricterRule', () => {
  it('names the reason and repeats the form', () => {
    const text = stricterRule(SELLER, 'Expected the bare value.');
    expect(text).toContain('Expected the bare value.');
    expect(text).toContain('{"seller": "<value>"}');
  });
});
