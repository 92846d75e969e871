import { asFields, asList, type Fields, show } from '../record-view.ts';
import { type RecordRule, type Report, SOURCES } from '../rule.ts';

/** Tools of reinforcement fine-tuning, as OpenAI's chat completion format has them; the list may be absent. */
export const functionTools: RecordRule = {
  code: 'function-tools',
  severity: 'error',
  remedy:
    'Describe each tool: {"type": "function", "function": {"name", "description", "parameters": {"type": "object", "properties"}}}.',
  source: SOURCES.awsValidator,
  check({ fields }, _context, report) {
    if (fields.tools === undefined) return;
    const names = new Set<string>();
    if (Array.isArray(fields.tools) && fields.tools.length === 0)
      report({ pointer: '/tools', severity: 'warning', message: 'Expected at least one tool, but the list is empty.' });
    for (const [index, tool] of asList(fields.tools).entries())
      checkTool(asFields(tool), `/tools/${index}`, names, report);
  },
};

function checkTool(tool: Fields, pointer: string, names: Set<string>, report: Report): void {
  if (typeof tool.type === 'string' && tool.type !== 'function')
    report({ pointer: `${pointer}/type`, message: `Expected "function", but got ${show(tool.type)}.` });
  if (tool.function === undefined) return;
  const { name, description, parameters } = asFields(tool.function);
  const at = `${pointer}/function`;
  for (const [key, text] of Object.entries({ name, description }))
    if (typeof text !== 'string' || text.trim() === '')
      report({ pointer: `${at}/${key}`, message: `Expected some text, but got ${show(text)}.` });
  const { type, properties } = asFields(parameters);
  if (type !== 'object')
    report({ pointer: `${at}/parameters/type`, message: `Expected "object", but got ${show(type)}.` });
  if (asFields(properties) !== properties)
    report({ pointer: `${at}/parameters/properties`, message: `Expected an object, but got ${show(properties)}.` });
  if (typeof name !== 'string') return;
  if (names.has(name))
    report({ pointer: `${at}/name`, message: `Expected every tool once, but ${show(name)} comes again.` });
  names.add(name);
}
