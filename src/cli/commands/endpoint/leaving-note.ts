import type { CommandContext } from '../../command.ts';

/** Says on Ctrl-C what goes on without us, until `end` is called. */
export function leavingNote(note: string, { io }: CommandContext): { end(): void } {
  const say = () => void io.stderr.write(`\n${note}\n`);
  io.signal.addEventListener('abort', say, { once: true });
  return { end: () => io.signal.removeEventListener('abort', say) };
}
