import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DataError } from '../errors.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';

/** What a run folder holds. Each step reads the artifact of the step before and writes its own. */
export const ARTIFACTS = {
  run: 'run.json',
  /** Every paid or creating call, before and after it. */
  journal: 'journal.jsonl',
  /** What the run was estimated to cost when it began. */
  cost: 'cost.json',
  /** What it has cost when its models had been asked, by the tokens that the service counted. */
  actualCost: 'actual-cost.json',
  audit: 'audit.json',
  dataset: 'dataset',
  validation: 'validation.json',
  upload: 'upload.json',
  job: 'job-details.json',
  metrics: 'training-metrics.json',
  endpoint: 'deployment.json',
  basePredictions: 'predictions/base.jsonl',
  tunedPredictions: 'predictions/tuned.jsonl',
  baseScores: 'scores/base.json',
  tunedScores: 'scores/tuned.json',
  comparison: 'comparison.json',
  reportDocument: 'report.json',
  report: 'report.html',
  cleanup: 'cleanup.json',
} as const;

export type ArtifactName = keyof typeof ARTIFACTS;

/** One folder of artifacts. Files are written to a temporary name and renamed, so one that exists is whole. */
export interface RunFolder {
  /** Absolute. */
  readonly path: string;
  /** Absolute path of an artifact, whether or not it exists. */
  file(name: ArtifactName): string;
  has(name: ArtifactName): boolean;
  /** @throws {DataError} `artifact-unreadable` when the file is no JSON. `Artifact` is the caller's promise about what the step wrote. */
  read<Artifact>(name: ArtifactName): Promise<Artifact | undefined>;
  write(name: ArtifactName, artifact: unknown): Promise<void>;
}

/** Opens a run folder, making it when missing. */
export async function openRunFolder(path: string): Promise<RunFolder> {
  const folder = resolve(path);
  await mkdir(folder, { recursive: true });
  const file = (name: ArtifactName) => join(folder, ARTIFACTS[name]);
  return {
    path: folder,
    file,
    has: (name) => existsSync(file(name)),
    read: async <Artifact>(name: ArtifactName): Promise<Artifact | undefined> => {
      if (!existsSync(file(name))) return undefined;
      const text = await readFile(file(name), 'utf8');
      try {
        return JSON.parse(text) as Artifact;
      } catch (cause) {
        throw new DataError('artifact-unreadable', `Expected JSON in ${file(name)}, which an earlier step wrote.`, {
          remedy: 'Move the file away and run again: the step that writes it is then repeated.',
          cause,
        });
      }
    },
    write: async (name, artifact) => writeFileAtomic(file(name), `${JSON.stringify(artifact, null, 2)}\n`),
  };
}
