export { type CloudControl, controlLocalCloud } from './control-local-cloud.ts';
export { LOCAL_CREDENTIALS } from './credentials.ts';
export {
  FAULT_PHASES,
  type FaultKind,
  type FaultPhase,
  type FaultRule,
  type JobFault,
  type RequestFault,
} from './faults/fault-rule.ts';
export type { ActiveFault, FaultSwitches } from './faults/fault-switches.ts';
export { findLocalCloud, type RunningCloud, resetLocalCloud, stopLocalCloud } from './find-local-cloud.ts';
export type { Health } from './server/own-endpoints.ts';
export type { PublishedMessage } from './sns/index.ts';
export { type ProcessOptions, spawnLocalCloud } from './spawn-local-cloud.ts';
export { type LocalCloud, type LocalCloudOptions, startLocalCloud } from './start-local-cloud.ts';
export { type Clock, createSteppedClock, type SteppedClock, systemClock } from './state/clock.ts';
export { localCloudFolder } from './state/cloud-folder.ts';
export { FolderInUseError } from './state/folder-lock.ts';
export type { CloudSettings } from './state/ports.ts';
export type { RequestOutcome } from './wire/message.ts';
