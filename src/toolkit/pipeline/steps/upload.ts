import { runTags } from '../../model/tags.ts';
import { readDataset } from '../../prepare/index.ts';
import { upload } from '../../upload/index.ts';
import { forward } from '../forward.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';

export const uploadStep: PipelineStep = {
  name: 'upload',
  wanted: () => true,
  isDone: ({ run }) => run.has('upload'),
  async *run(context) {
    const { recipe, run, cloud } = context;
    const dataset = await readDataset(run.file('dataset'));
    const work = upload(dataset, { createBucket: true, tags: runTags(recipe.name), ...abortable(context) }, cloud);
    const uploaded = yield* forward(work, (event) => ({ step: 'upload', event }) as const);
    await run.write('upload', uploaded);
    return `${uploaded.objects} objects at s3://${uploaded.bucket}/${uploaded.prefix}`;
  },
};
