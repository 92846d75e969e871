import type { PlanOptions, RunPlan } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { hubAccess } from '../../options/hub.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

/** What a recipe will use: its documents are looked at as preparing would, and nothing is written. @param plan goes before the recipe */
export async function planOfRecipe(file: string, plan: Partial<PlanOptions>, { io }: CommandContext): Promise<RunPlan> {
  const { planRecipe, readRecipe } = await import('../../../toolkit/index.ts');
  const recipe = await readRecipe(file, io.env);
  const progress = createProgress(io);
  const work = planRecipe(recipe, { hub: await hubAccess(io), plan, signal: io.signal });
  let [done, total] = [0, 0];
  const result = await drive(work, (event) => {
    if (event.type === 'documents-found') total = event.total;
    if (event.type === 'document-done') done += 1;
    progress.update('documents', done, total);
  });
  progress.end();
  return result;
}
