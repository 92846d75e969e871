export type { LossPoint, ReportDocument, ReportExample } from './document.ts';
export { renderHtml } from './render-html.ts';
export { type ReportOptions, report } from './report.ts';
