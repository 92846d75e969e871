/** Languages of a report. Messages of findings stay in English, as the tool says them everywhere. */
export const REPORT_LANGUAGES = ['en', 'zh'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];
