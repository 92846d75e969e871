import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { explained } from '../../local-cloud.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';

interface MessagesFlags {
  readonly topic?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** Longest text of a message in the table, characters. */
const SHOWN = 100;

/** `novatune local messages`: AWS hands messages to subscribers; the embedded cloud keeps them. */
export function registerMessages(command: Command, context: CommandContext): void {
  command
    .option('--topic <topic>', 'only this topic: name or ARN')
    .option('--limit <n>', 'at most this many, the newest', wholeNumber(1, 10_000), 20)
    .option('--json', 'print JSON, with the whole messages')
    .action((flags: MessagesFlags) => messages(flags, context));
}

async function messages({ topic, limit, json }: MessagesFlags, context: CommandContext): Promise<void> {
  const { controlLocalCloud } = await import('../../../local-cloud/index.ts');
  const found = await explained(
    (async () => controlLocalCloud().messages({ limit, ...(topic !== undefined && { topic }) }))(),
  );
  const rows = found.map(({ publishedAt, topicArn, publisher, subject, message }) => [
    new Date(publishedAt).toISOString(),
    topicArn.slice(topicArn.lastIndexOf(':') + 1),
    publisher,
    oneLine(subject ?? message),
  ]);
  const text = () => (found.length === 0 ? 'no messages' : formatTable(['time', 'topic', 'from', 'message'], rows));
  printResult(found, text, json, context);
}

/** Messages may come from anyone: nothing in them may steer the terminal. */
function oneLine(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ');
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN - 1)}…` : plain;
}
