#!/usr/bin/env node
import { type Io, processIo } from './io.ts';
import { runCommandLine } from './run-command-line.ts';

const io = processIo();
const code = await runCommandLine(process.argv.slice(2), io);
await Promise.all([drain(io.stdout), drain(io.stderr)]);
// Kept sockets and idle page readers must not hold the process back.
process.exit(code);

function drain(stream: Io['stdout']): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
