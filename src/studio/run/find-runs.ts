import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

/** A folder that holds artifacts of a run. */
export interface FoundRun {
  /** First 16 hex digits of the sha256 of the path: names the run in addresses. */
  readonly id: string;
  /** Absolute and real. */
  readonly path: string;
  /** Path from the folder that was looked through, or its name. */
  readonly folder: string;
}

/** Any of these makes a folder a run. */
const MARKS: readonly string[] = ['run.json', 'job-details.json', 'comparison.json', 'audit.json'];
/** Never run folders, and often large. */
const SKIPPED: readonly string[] = ['node_modules', 'dataset', 'images', 'samples', 'predictions', 'scores', 'cloud'];
/** Levels below a root. */
const MAX_DEPTH = 4;
/** Folders looked into: a home folder given by mistake ends soon. */
const MAX_FOLDERS = 5000;

/** Looks for runs below real folders, without following links. Folders that cannot be read are passed over. */
export async function findRuns(roots: readonly string[]): Promise<readonly FoundRun[]> {
  const found = new Map<string, FoundRun>();
  const waiting = roots.map((root) => ({ root, path: root, depth: 0 }));
  for (let looked = 0; looked < MAX_FOLDERS; looked += 1) {
    const next = waiting.shift();
    if (next === undefined) break;
    const entries = await readdir(next.path, { withFileTypes: true }).catch((): Dirent[] => []);
    if (entries.some((entry) => entry.isFile() && MARKS.includes(entry.name))) {
      const run = toRun(next.root, next.path);
      found.set(run.id, run);
    }
    if (next.depth === MAX_DEPTH) continue;
    const below = entries.filter((entry) => entry.isDirectory() && isWorthALook(entry.name));
    waiting.push(...below.map(({ name }) => ({ ...next, path: join(next.path, name), depth: next.depth + 1 })));
  }
  return [...found.values()];
}

const isWorthALook = (name: string): boolean => !name.startsWith('.') && !SKIPPED.includes(name);

const toRun = (root: string, path: string): FoundRun => ({
  id: createHash('sha256').update(path).digest('hex').slice(0, 16),
  path,
  folder: relative(root, path) || basename(path),
});
