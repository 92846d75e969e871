import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { CommandContext } from '../../command.ts';
import { requireWritable } from '../../write-file.ts';

/** Where a report goes, piece by piece, no faster than it is taken. */
export interface ReportOutput {
  write(text: string): Promise<void>;
  /** The report is whole: a file gets its name. */
  finish(): Promise<void>;
  /** Removes what was begun and not finished. */
  discard(): Promise<void>;
}

/** Characters gathered before a write: findings are short and many. */
const WRITE_AT = 64 * 1024;

/**
 * Stdout, or a new file; an earlier report of ours may be replaced.
 * @throws InputError `output-exists`
 */
export async function openReportOutput(file: string | undefined, { io }: CommandContext): Promise<ReportOutput> {
  if (file === undefined)
    return outputTo(
      io.stdout,
      async () => {},
      async () => {},
    );
  await requireWritable(file, isReport);
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  const stream = createWriteStream(temporary, { flags: 'wx' });
  await once(stream, 'open');
  return outputTo(
    stream,
    async () => {
      stream.end();
      await once(stream, 'close');
      await rename(temporary, file);
    },
    async () => {
      stream.destroy();
      await rm(temporary, { force: true });
    },
  );
}

const isReport = (present: string) =>
  present.startsWith('{"findings": [') ||
  present.startsWith('{"$schema": "https://json.schemastore.org/sarif-2.1.0.json"');

function outputTo(stream: Writable, finish: () => Promise<void>, discard: () => Promise<void>): ReportOutput {
  let pending = '';
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (text !== '' && !stream.write(text)) await once(stream, 'drain');
  };
  return {
    write: async (text) => {
      pending += text;
      if (pending.length >= WRITE_AT) await flush();
    },
    finish: async () => {
      await flush();
      await finish();
    },
    discard,
  };
}
