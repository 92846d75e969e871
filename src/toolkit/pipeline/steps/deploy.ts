import { deploy } from '../../deploy/index.ts';
import type { Endpoint, JobDetails } from '../../model/artifacts.ts';
import { runTags } from '../../model/tags.ts';
import { forward } from '../forward.ts';
import { missing } from '../missing-artifact.ts';
import { runNames } from '../names.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';

export const deployStep: PipelineStep = {
  name: 'deploy',
  wanted: () => true,
  isDone: async ({ run }) => /^(Active|InService)$/.test((await run.read<Endpoint>('endpoint'))?.status ?? ''),
  async *run(context) {
    const { recipe, run, cloud } = context;
    const modelArn = (await run.read<JobDetails>('job'))?.model_id;
    if (modelArn === undefined) throw missing('job');
    const work = deploy(
      modelArn,
      {
        kind: recipe.endpoint ?? 'deployment',
        name: runNames(recipe).endpoint,
        tags: runTags(recipe.name),
        ...(recipe.pollIntervalMs !== undefined && { pollIntervalMs: recipe.pollIntervalMs }),
        ...abortable(context),
      },
      cloud,
    );
    const endpoint = yield* forward(
      work,
      (event) => ({ step: 'deploy', event }) as const,
      async (event) => {
        if (event.type === 'endpoint-requested') await run.write('endpoint', event.endpoint);
      },
    );
    await run.write('endpoint', endpoint);
    return `${endpoint.kind} ${endpoint.name} is ${endpoint.status}`;
  },
};
