export { createStsService } from './service.ts';
export { openSessions, type SessionCredentials, type Sessions } from './sessions.ts';
