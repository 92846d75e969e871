import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACTS, type DatasetManifest, liesInside, parseManifest, type Recipe } from '../../toolkit/index.ts';
import type { Problem } from '../api.ts';
import { problemOf } from '../refusal.ts';
import { type ArtifactCache, versionOf } from './artifact-cache.ts';
import type { FoundRun } from './find-runs.ts';

export type ArtifactName = keyof typeof ARTIFACTS;

const EVERY = Object.keys(ARTIFACTS) as ArtifactName[];

/** `run.json`, as far as studio needs it; written by people's other versions too, so nothing is sure. */
export interface RunRecord {
  readonly recipe?: Partial<Recipe>;
  readonly identity?: { readonly accountId: string; readonly region: string; readonly rehearsal: boolean };
}

/** Artifacts of one run folder for the length of one request. Reads only; what cannot be read becomes a problem, not an error. */
export class RunFiles {
  readonly run: FoundRun;
  readonly problems: Problem[] = [];
  readonly #cache: ArtifactCache;
  readonly #assumed = new Map<ArtifactName, unknown>();

  constructor(run: FoundRun, cache: ArtifactCache) {
    this.run = run;
    this.#cache = cache;
  }

  path(name: ArtifactName): string {
    return join(this.run.path, ARTIFACTS[name]);
  }

  /** Undefined when it is not there. */
  async stat(name: ArtifactName, ...below: readonly string[]): Promise<Stats | undefined> {
    return stat(join(this.path(name), ...below)).catch(() => undefined);
  }

  /** Changes whenever the manifest or one of these artifacts does. */
  async fingerprint(names: readonly ArtifactName[] = EVERY): Promise<string> {
    const found = await Promise.all([...names.map((name) => this.stat(name)), this.stat('dataset', 'manifest.json')]);
    return found.map((stats) => (stats ? versionOf(stats) : '')).join(' ');
  }

  /** Something newer than the file is known, from the cloud. */
  assume(name: ArtifactName, artifact: unknown): void {
    this.#assumed.set(name, artifact);
  }

  /** `Artifact` is the caller's promise about what the step wrote. */
  async read<Artifact>(name: ArtifactName): Promise<Artifact | undefined> {
    return (this.#assumed.get(name) ?? (await this.#read(this.path(name)))) as Artifact | undefined;
  }

  /** The manifest of the data set; undefined while there is none. */
  async manifest(): Promise<DatasetManifest | undefined> {
    return (await this.#read(join(this.path('dataset'), 'manifest.json'), parseManifest)) as
      | DatasetManifest
      | undefined;
  }

  /** Files that a link leads outside to are not read. */
  async #read(file: string, parse?: (text: string, file: string) => unknown): Promise<unknown> {
    try {
      return (await liesInside(this.run.path, file)) ? await this.#cache.read(file, parse) : undefined;
    } catch (error) {
      const problem = problemOf(error);
      if (!this.problems.some(({ message }) => message === problem.message)) this.problems.push(problem);
      return undefined;
    }
  }

  /** Lines of a JSON Lines file, without holding it. */
  async countLines(name: ArtifactName): Promise<number> {
    if (!(await liesInside(this.run.path, this.path(name)))) return 0;
    const handle = await open(this.path(name), 'r');
    try {
      let lines = 0;
      for await (const chunk of handle.createReadStream({ autoClose: false })) lines += newlines(chunk as Buffer);
      return lines;
    } finally {
      await handle.close();
    }
  }
}

function newlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}
