/**
 * Texts that fail a Nova job when they stand anywhere in a prompt or an answer, spelt as the service's own checks have them.
 * https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html
 */
export const RESERVED_STRINGS = [
  'System:',
  'SYSTEM:',
  'User:',
  'USER:',
  'Bot:',
  'BOT:',
  'Assistant:',
  'ASSISTANT:',
  'Thought:',
  '[EOS]',
  '<image>',
  '<video>',
  '<unk>',
] as const;

const ANY_CASE = new RegExp(RESERVED_STRINGS.map((text) => text.replace(/[[\]]/g, '\\$&')).join('|'), 'gi');
const EXACT: ReadonlySet<string> = new Set(RESERVED_STRINGS);

export interface ReservedStringUse {
  /** As it stands in the text. */
  readonly text: string;
  /** Offset in UTF-16 units. */
  readonly offset: number;
  /** Whether the spelling is one that certainly fails; sources disagree on other letter cases. */
  readonly exact: boolean;
}

/** Every reserved string in `text`, in any letter case. */
export function findReservedStrings(text: string): ReservedStringUse[] {
  const uses: ReservedStringUse[] = [];
  for (const match of text.matchAll(ANY_CASE)) {
    uses.push({ text: match[0], offset: match.index, exact: EXACT.has(match[0]) });
  }
  return uses;
}
