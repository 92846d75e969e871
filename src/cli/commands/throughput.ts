import type { Register } from '../command.ts';
import { registerEndpoint } from './endpoint.ts';

export const register: Register = (command, context) => registerEndpoint('throughput', command, context);
