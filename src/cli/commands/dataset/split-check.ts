import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LeakCandidate, LeakReport, SplitName } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { openPages } from '../../options/pages.ts';
import { printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

export interface CheckFlags {
  readonly pages: boolean;
  readonly cacheFolder?: string;
  readonly json?: boolean;
}

/** What image folders are, in the order they are named. */
const ROLES: readonly SplitName[] = ['train', 'validation', 'test'];
/** Findings and names printed in full; JSON has them all. */
const MOST_PRINTED = 50;

/** Looks for papers in several splits; exit code 3 when there are any. */
export async function checkSplits(
  folders: readonly string[],
  flags: CheckFlags,
  context: CommandContext,
): Promise<void> {
  const { checkLeaks } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const candidates = await readCandidates(folders, context);
  const reader = flags.pages ? await openPages(context, flags.cacheFolder) : undefined;
  const progress = createProgress(io);
  try {
    const work = checkLeaks(candidates, { signal: io.signal }, reader ? { reader } : {});
    const report = await drive(work, (event) => {
      progress.update('pages', event.done, event.total);
      if (event.problem !== undefined) progress.line(`${event.id}: ${event.problem}`);
    });
    progress.end();
    const tested = candidates.filter(({ split }) => split === 'test').length;
    printResult(report, () => describe(report, tested), flags.json, context);
    if (report.findings.length > 0) context.exitWith(EXIT.checkFailed);
  } finally {
    await reader?.close();
  }
}

/** A data set folder has its own splits; a folder of images is the split of its place in the list. */
async function readCandidates(folders: readonly string[], { io }: CommandContext): Promise<LeakCandidate[]> {
  const { imageFolder, InputError, readDataset } = await import('../../../toolkit/index.ts');
  const candidates: LeakCandidate[] = [];
  let place = 0;
  for (const folder of folders) {
    const path = resolve(io.cwd, folder);
    const nameOf = (id: string): string => (folders.length === 1 ? id : `${folder.replace(/\/+$/u, '')}/${id}`);
    if (await exists(join(path, 'manifest.json'))) {
      const { manifest } = await readDataset(path);
      for (const { id, image, split } of manifest.documents) {
        candidates.push({ id: nameOf(id), path: join(path, image), split });
      }
      continue;
    }
    const split = ROLES[place++];
    if (split === undefined || folders.length === 1) {
      throw new InputError(
        'option-invalid',
        `Expected a data set folder, or folders of images for training, validation and test, but got ${folders.join(', ')}.`,
        { remedy: 'Name one folder for each split.' },
      );
    }
    for await (const item of imageFolder(path).documents(io.signal)) {
      if (item.kind === 'document') candidates.push({ ...item.document, id: nameOf(item.document.id), split });
    }
  }
  return candidates;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function describe({ documents, findings, groups, cleanTest, unreadable }: LeakReport, tested: number): string {
  const shown = findings.slice(0, MOST_PRINTED).map(({ code, message }) => `${code}: ${message}`);
  const more = findings.length - shown.length;
  const names = cleanTest.slice(0, MOST_PRINTED);
  return [
    ...shown,
    ...(more > 0 ? [`and ${more} more; --json has them all`] : []),
    `documents: ${documents} in all, ${groups.length} groups of two or more, ${findings.length} leaks, ${unreadable.length} unreadable`,
    `clean test: ${cleanTest.length} of ${tested} test documents have no copy and no other photo in training`,
    ...names.map((name) => `  ${name}`),
    ...(cleanTest.length > names.length ? [`  and ${cleanTest.length - names.length} more`] : []),
  ].join('\n');
}
