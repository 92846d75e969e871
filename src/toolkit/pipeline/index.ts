export { type RunNames, runNames } from './names.ts';
export { STEP_NAMES, type StepEvent, type StepName } from './pipeline-step.ts';
export { type PlanRecipeOptions, planRecipe } from './plan-recipe.ts';
export { readRecipe } from './read-recipe.ts';
export type { Recipe, RecipeSource } from './recipe.ts';
export { type RecipeKey, recipeJsonSchema, recipeKeys } from './recipe-file/json-schema.ts';
export { type PipelineEvent, type PipelineOptions, type PipelineResult, runPipeline } from './run-pipeline.ts';
export type { StepSelection } from './select-steps.ts';
