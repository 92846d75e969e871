export type { ReportDocument } from './document/report-document.ts';
export type { ReportInput } from './document/report-input.ts';
export { renderMarkdown } from './render-markdown.ts';
export { type ReportOptions, report } from './report.ts';
export { REPORT_LANGUAGES, type ReportLanguage } from './words/language.ts';
