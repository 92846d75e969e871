export { type DeployEvent, type DeployOptions, deploy } from './deploy.ts';
