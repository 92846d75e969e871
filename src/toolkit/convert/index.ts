export { CHAT_FORMATS, type ChatFormat } from './conversation.ts';
export { type ConvertEvent, type ConvertSummary, convert } from './convert.ts';
export { type ConvertOptions, TARGET_FORMATS, type TargetFormat } from './convert-options.ts';
