import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { liesInside } from '../../toolkit/index.ts';
import { refusal } from '../refusal.ts';
import type { RunFiles } from '../run/run-files.ts';
import { ARTIFACT_POLICY } from '../security/headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'text/plain; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.csv': 'text/plain; charset=utf-8',
};

/** A file out of a run folder, streamed. Paths and links that lead outside the folder are refused. */
export async function sendArtifact(context: Context, files: RunFiles, path: string): Promise<Response> {
  const file = join(files.run.path, path);
  const type = TYPES[extname(file)];
  if (path.includes('\0') || type === undefined || !(await liesInside(files.run.path, file))) {
    return refusal(context, 404, 'artifact-not-found', `There is no artifact ${JSON.stringify(path)} in this run.`);
  }
  const found = await stat(file);
  if (!found.isFile()) return refusal(context, 404, 'artifact-not-found', `${JSON.stringify(path)} is no file.`);
  context.header('content-type', type);
  context.header('content-security-policy', ARTIFACT_POLICY);
  return context.body(Readable.toWeb(createReadStream(file)) as ReadableStream);
}
