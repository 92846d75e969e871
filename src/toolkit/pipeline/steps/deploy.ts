import { deploy } from '../../deploy/index.ts';
import type { Endpoint, JobDetails } from '../../model/artifacts.ts';
import { forward } from '../forward.ts';
import { missing } from '../missing-artifact.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';
import { endpointOptions } from '../plan-requests.ts';

export const deployStep: PipelineStep = {
  name: 'deploy',
  wanted: () => true,
  isDone: async ({ run, cloud, signal }) => {
    const endpoint = await run.read<Endpoint>('endpoint');
    if (!/^(Active|InService)$/.test(endpoint?.status ?? '') || endpoint === undefined) return false;
    // Its time to live may have ended while there is still something to ask.
    if (run.has('comparison')) return true;
    const host = endpoint.kind === 'throughput' ? cloud.throughput : cloud.deployments;
    return (await host.describe(endpoint.arn, signal)) !== undefined;
  },
  async *run(context) {
    const { recipe, run, cloud } = context;
    const modelArn = (await run.read<JobDetails>('job'))?.model_id;
    if (modelArn === undefined) throw missing('job');
    const work = deploy(
      modelArn,
      {
        ...endpointOptions(recipe),
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
