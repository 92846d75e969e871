import type { Conversation, Report, Turn } from './conversation.ts';
import { below } from './json-fields.ts';

/** Reports what no format that is written here can say: conversations start with the user, alternate, and end with a text answer. */
export function checkTurns({ turns }: Conversation, report: Report): void {
  const error = (code: Parameters<Report>[0]['code'], pointer: string, message: string) =>
    report({ code, severity: 'error', pointer, message });
  const [first] = turns;
  const last = turns.at(-1);
  if (first === undefined || last === undefined || first === last) {
    const message = `Expected a question and its answer, but there are ${turns.length} messages of user and assistant.`;
    error('message-count', first?.pointer ?? '', message);
    return;
  }
  if (first.role !== 'user') error('first-message', first.pointer, 'Expected the user first, but it is the assistant.');
  if (last.role !== 'assistant')
    error('last-message', last.pointer, 'Expected the assistant last, but it is the user.');
  for (const [index, turn] of turns.entries()) {
    if (turn.role === turns[index - 1]?.role) {
      error('message-alternation', turn.pointer, `Expected roles in turn, but the ${turn.role} speaks twice.`);
    }
    checkContent(turn, error);
  }
}

function checkContent(
  { role, parts, pointer }: Turn,
  error: (code: 'empty-content' | 'assistant-text-only', pointer: string, message: string) => void,
): void {
  const image = parts.find((part) => part.kind === 'image');
  const hasText = parts.some((part) => part.kind === 'text' && part.text.trim() !== '');
  if (!hasText && (image === undefined || role === 'assistant')) {
    error('empty-content', below(pointer, 'content'), 'Expected a text in the message, but it is empty.');
  }
  if (role === 'assistant' && image?.kind === 'image') {
    error('assistant-text-only', image.pointer, 'Expected texts alone in an answer, but it has an image.');
  }
}
