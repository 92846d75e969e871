import { cleanup, findResources, type Resource } from '../../cleanup/index.ts';
import { forward } from '../forward.ts';
import { runNames } from '../names.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';

export const cleanupStep: PipelineStep = {
  name: 'cleanup',
  wanted: (recipe) => recipe.cleanup === true,
  isDone: ({ run }) => run.has('cleanup'),
  async *run(context) {
    const { recipe, run, cloud } = context;
    const resources: Resource[] = [];
    const found = findResources(
      { run: recipe.name, prefixes: [runNames(recipe).runPrefixUri], ...abortable(context) },
      cloud,
    );
    for await (const resource of found) resources.push(resource);
    const work = cleanup(resources, abortable(context), cloud);
    const summary = yield* forward(work, (event) => ({ step: 'cleanup', event }) as const);
    const { deleted, kept } = summary;
    if (kept.length === 0) await run.write('cleanup', summary);
    return `${deleted.length} resources deleted${kept.length > 0 ? `, ${kept.length} kept: ${kept.map(({ resource, reason }) => `${resource.kind} ${resource.name} (${reason})`).join('; ')}` : ', nothing left that bills'}`;
  },
};
