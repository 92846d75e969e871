import { InputError } from '../../toolkit/index.ts';
import { ArtifactCache } from './artifact-cache.ts';
import { type FoundRun, findRuns } from './find-runs.ts';
import { RunFiles } from './run-files.ts';

/** The runs below the roots. A run is looked up by its id, so no address can name a folder that was not found. */
export class RunRegistry {
  readonly #roots: readonly string[];
  readonly #cache = new ArtifactCache();
  #runs = new Map<string, FoundRun>();
  #scan: Promise<readonly FoundRun[]> | undefined;

  /** @param roots absolute, real paths */
  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  /** Looks again; requests that come meanwhile share the look. */
  async list(): Promise<readonly RunFiles[]> {
    this.#scan ??= findRuns(this.#roots).finally(() => {
      this.#scan = undefined;
    });
    const runs = await this.#scan;
    this.#runs = new Map(runs.map((run) => [run.id, run]));
    return runs.map((run) => new RunFiles(run, this.#cache));
  }

  /** @throws {InputError} `run-not-found` */
  async get(id: string): Promise<RunFiles> {
    if (!this.#runs.has(id)) await this.list();
    const run = this.#runs.get(id);
    if (run) return new RunFiles(run, this.#cache);
    throw new InputError('run-not-found', `Expected the id of a run, got ${JSON.stringify(id.slice(0, 40))}.`, {
      remedy: 'Open the run from the list of runs.',
    });
  }
}
