import type { Register } from '../command.ts';
import { registerEndpoint } from './endpoint/register.ts';

export const register: Register = (command, context) => registerEndpoint('throughput', command, context);
