import { type CleanupSummary, cleanup, findResources, type Resource, type SearchGap } from '../../cleanup/index.ts';
import { forward } from '../forward.ts';
import { runNames } from '../names.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';

/** A run makes none of these by itself; whoever may not list them has not made any. */
const isHarmless = ({ code, kinds }: SearchGap): boolean =>
  code === 'access-denied' && kinds.every((kind) => /^(alarm|event-rule|schedule|schedule-group|bucket)$/.test(kind));

export const cleanupStep: PipelineStep = {
  name: 'cleanup',
  wanted: (recipe) => recipe.cleanup === true,
  isDone: ({ run }) => run.has('cleanup'),
  async *run(context) {
    const { recipe, run, cloud } = context;
    const resources: Resource[] = [];
    const gaps: SearchGap[] = [];
    const found = findResources(
      {
        run: recipe.name,
        prefixes: [runNames(recipe).runPrefixUri],
        onGap: (gap) => gaps.push(gap),
        ...abortable(context),
      },
      cloud,
    );
    for await (const resource of found) resources.push(resource);
    const work = cleanup(resources, abortable(context), cloud);
    const summary = yield* forward(work, (event) => ({ step: 'cleanup', event }) as const);
    const { deleted, kept } = summary;
    if (kept.length === 0 && gaps.every(isHarmless)) await run.write('cleanup', summary);
    return describe(deleted.length, kept, gaps);
  },
};

function describe(deleted: number, kept: CleanupSummary['kept'], gaps: readonly SearchGap[]): string {
  const left = kept.map(({ resource, reason }) => `${resource.kind} ${resource.name} (${reason})`);
  const missed = gaps.filter((gap) => !isHarmless(gap)).map(({ kinds, reason }) => `${kinds.join(', ')} (${reason})`);
  const notes = [
    ...(left.length > 0 ? [`${left.length} kept: ${left.join('; ')}`] : []),
    ...(missed.length > 0 ? [`not searched: ${missed.join('; ')}`] : []),
  ];
  return `${deleted} resources deleted, ${notes.length > 0 ? notes.join(', ') : 'nothing left that bills'}`;
}
