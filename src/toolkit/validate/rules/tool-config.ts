import { asFields, asList, show } from '../record-view.ts';
import { type RecordRule, type Report, SOURCES } from '../rule.ts';

/** At least one tool, each with a name of its own, a description and a JSON schema with a type. */
export const toolConfig: RecordRule = {
  code: 'tool-config',
  severity: 'error',
  remedy: 'Describe each tool: {"toolSpec": {"name", "description", "inputSchema": {"json": {"type": "object", …}}}}.',
  source: SOURCES.awsValidator,
  check({ fields }, _context, report) {
    if (fields.toolConfig === undefined) return;
    const { tools } = asFields(fields.toolConfig);
    if (Array.isArray(tools) && tools.length === 0)
      report({ pointer: '/toolConfig/tools', message: 'Expected at least one tool, but the list is empty.' });
    const names = new Set<string>();
    for (const [index, tool] of asList(tools).entries())
      checkTool(tool, `/toolConfig/tools/${index}/toolSpec`, names, report);
  },
};

function checkTool(tool: unknown, pointer: string, names: Set<string>, report: Report): void {
  const { name, description, inputSchema } = asFields(asFields(tool).toolSpec);
  for (const [key, text] of Object.entries({ name, description }))
    if (typeof text === 'string' && text.trim() === '')
      report({ pointer: `${pointer}/${key}`, message: 'Expected some text, but it is empty.' });
  const { json } = asFields(inputSchema);
  if (json !== undefined && !('type' in asFields(json)))
    report({ pointer: `${pointer}/inputSchema/json`, message: 'Expected a JSON schema with a type, but it has none.' });
  if (typeof name !== 'string') return;
  if (names.has(name))
    report({ pointer: `${pointer}/name`, message: `Expected every tool once, but ${show(name)} comes again.` });
  names.add(name);
}
