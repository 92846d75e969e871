import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Programs measure what is published: the compiled boxes, without a TypeScript loader in the way. */
async function built(door: string): Promise<unknown> {
  const file = path.join(ROOT, 'dist', door);
  if (!existsSync(file)) throw new Error(`Expected ${file}: run \`npm run build\` first.`);
  return import(pathToFileURL(file).href);
}

export const builtCloud = () =>
  built('local-cloud/index.js') as Promise<typeof import('../../src/local-cloud/index.ts')>;
export const builtToolkit = () => built('toolkit/index.js') as Promise<typeof import('../../src/toolkit/index.ts')>;
export const builtSamples = () => built('samples/index.js') as Promise<typeof import('../../src/samples/index.ts')>;
