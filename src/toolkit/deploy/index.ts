export { hostRequest, planTimeToLive } from './create-endpoint.ts';
export {
  type DeployEvent,
  type DeployOptions,
  deploy,
  type FollowEndpointOptions,
  followEndpoint,
  requestEndpoint,
} from './deploy.ts';
export { findModelUsers, type ModelUser } from './model-users.ts';
export { type EndpointBusyEvent, type RemoveOptions, removeEndpoint } from './remove-endpoint.ts';
export { checkTtl, committedMs } from './time-to-live/plan.ts';
export {
  bindTimeToLive,
  cancelTimeToLive,
  extendTimeToLive,
  type RoleNotReadyEvent,
  readTimeToLive,
  type TimeToLive,
} from './time-to-live/time-to-live.ts';
