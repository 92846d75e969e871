import { asFields, asList, show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const toolName: RecordRule = {
  code: 'tool-name',
  severity: 'error',
  remedy: 'Declare the tool in toolConfig.tools, or correct its name.',
  source: SOURCES.awsValidator,
  check({ fields, others }, _context, report) {
    if (others.length === 0) return;
    const tools = asList(asFields(fields.toolConfig).tools);
    const declared = new Set(tools.map((tool) => asFields(asFields(tool).toolSpec).name));
    for (const { kind, block } of others) {
      if (kind !== 'toolUse') continue;
      const { name } = asFields(block.value.toolUse);
      if (typeof name !== 'string' || declared.has(name)) continue;
      const known = [...declared].filter((one) => typeof one === 'string').join(', ') || 'none';
      const message = `Expected a declared tool (${known}), but got ${show(name)}.`;
      report({ pointer: `${block.pointer}/toolUse/name`, message });
    }
  },
};
