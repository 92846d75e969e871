import { readFile, stat } from 'node:fs/promises';
import { parseStandIn, type StandInModel } from '../model/index.ts';

/** Trained models kept in memory. A model is a few megabytes. */
const MODELS_IN_MEMORY = 4;

/** Loads trained models when they are first asked and keeps the ones used last. */
export interface ModelCache {
  /** @param path absolute; a file that has been replaced is read again. */
  load(path: string): Promise<StandInModel>;
}

export function openModelCache(): ModelCache {
  // In order of use, the one used longest ago first.
  const models = new Map<string, Promise<StandInModel>>();
  return {
    load: async (path) => {
      const { mtimeMs, size } = await stat(path);
      const key = `${path} ${mtimeMs} ${size}`;
      const model = models.get(key) ?? readFile(path).then(parseStandIn);
      models.delete(key);
      models.set(key, model);
      model.catch(() => models.delete(key));
      const [oldest] = models.keys();
      if (models.size > MODELS_IN_MEMORY && oldest !== undefined) models.delete(oldest);
      return model;
    },
  };
}
