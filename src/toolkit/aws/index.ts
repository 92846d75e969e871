export type { AwsCredentials, ConnectOptions } from './clients.ts';
export { type ConnectedCloud, connect } from './connect.ts';
export { toJobInput } from './job-input.ts';
