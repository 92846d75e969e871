export { listMessages, type PublishedMessage } from './messages.ts';
export { createSnsService } from './service.ts';
export { openTopics, type Topics } from './topics.ts';
