import { runTags } from '../../model/tags.ts';
import { readDataset } from '../../prepare/index.ts';
import { upload } from '../../upload/index.ts';
import { forward } from '../forward.ts';
import { runNames } from '../names.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';

export const uploadStep: PipelineStep = {
  name: 'upload',
  wanted: () => true,
  isDone: ({ run }) => run.has('upload'),
  async *run(context) {
    const { recipe, run, identity, cloud } = context;
    const work = upload(
      await readDataset(run.file('dataset')),
      {
        outputUri: runNames(recipe).outputUri,
        createBucket: { region: identity.region, tags: runTags(recipe.name) },
        ...abortable(context),
      },
      cloud,
    );
    const uploaded = yield* forward(work, (event) => ({ step: 'upload', event }) as const);
    await run.write('upload', uploaded);
    return `${uploaded.objects} objects at s3://${uploaded.bucket}/${uploaded.prefix}`;
  },
};
