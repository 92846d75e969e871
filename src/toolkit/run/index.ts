export { ARTIFACTS, type ArtifactName, openRunFolder, type RunFolder } from './run-folder.ts';
