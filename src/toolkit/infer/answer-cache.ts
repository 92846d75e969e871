import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudError } from '../errors.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { ConverseAnswer, ConverseRequest } from '../ports/model-runtime.ts';
import { requestKey } from './prediction-key.ts';

export interface KeptAnswer extends ConverseAnswer {
  /** Of the call that was made, milliseconds. */
  readonly latencyMs: number;
}

/** Answers by question, shared between runs and processes. */
export interface AnswerCache {
  get(request: ConverseRequest): Promise<KeptAnswer | undefined>;
  put(request: ConverseRequest, answer: KeptAnswer): Promise<void>;
}

type Asked = Pick<Cloud, 'identity' | 'deployments' | 'throughput'>;

/**
 * Keeps answers as files in a folder, one each, written whole or not at all. They hold the answers' text, in the clear.
 * What is kept for an account, region and endpoint is used for no other, so that an emulator's answers never pass for a model's; what an endpoint
 * answered counts only as long as the same custom model is behind it. Answers drawn at random (temperature above 0) are not kept.
 */
export function openAnswerCache(folder: string, cloud: Asked): AnswerCache {
  const scopes = new Map<string, Promise<string | undefined>>();
  const fileOf = async (request: ConverseRequest): Promise<string | undefined> => {
    if (request.parameters.temperature > 0) return undefined;
    const { modelId } = request;
    const scope = scopes.get(modelId) ?? scopeOf(modelId, cloud);
    scopes.set(modelId, scope);
    const known = await scope;
    if (known === undefined) return undefined;
    const key = sha256Hex(JSON.stringify([known, requestKey(request)]));
    return join(folder, key.slice(0, 2), `${key.slice(2)}.json`);
  };
  return {
    get: async (request) => {
      const file = await fileOf(request);
      return file === undefined ? undefined : readAnswer(file);
    },
    put: async (request, answer) => {
      const file = await fileOf(request);
      if (file !== undefined) await writeFileAtomic(file, JSON.stringify(answer));
    },
  };
}

const DEPLOYMENT = /:custom-model-deployment\//;
const THROUGHPUT = /:provisioned-model\//;

/** Where and by what a question is answered; undefined when that cannot be told, so that nothing is kept. */
async function scopeOf(modelId: string, cloud: Asked): Promise<string | undefined> {
  try {
    const { accountId, region, endpoint = '' } = await cloud.identity();
    const host = DEPLOYMENT.test(modelId) ? cloud.deployments : THROUGHPUT.test(modelId) ? cloud.throughput : undefined;
    if (host === undefined) return JSON.stringify([accountId, region, endpoint]);
    const state = await host.describe(modelId);
    return state && JSON.stringify([accountId, region, endpoint, state.modelArn]);
  } catch (error) {
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}

async function readAnswer(file: string): Promise<KeptAnswer | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as KeptAnswer;
    return typeof kept.text === 'string' ? kept : undefined;
  } catch {
    return undefined; // Not there, or not ours: the question is asked.
  }
}
