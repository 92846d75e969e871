import { advertisement } from './advertisement.ts';
import { budget } from './budget.ts';
import { email } from './email.ts';
import { fileFolder } from './file-folder.ts';
import { form } from './form.ts';
import { handwritten } from './handwritten.ts';
import { invoice } from './invoice.ts';
import type { DocumentLayout } from './layout.ts';
import { letter } from './letter.ts';
import { memo } from './memo.ts';
import { newsArticle } from './news-article.ts';
import { presentation } from './presentation.ts';
import { questionnaire } from './questionnaire.ts';
import { resume } from './resume.ts';
import { scientificPublication } from './scientific-publication.ts';
import { scientificReport } from './scientific-report.ts';
import { specification } from './specification.ts';

/** The 16 classes of RVL-CDIP, in its own order. */
export const LAYOUTS: Readonly<Record<string, DocumentLayout>> = {
  letter,
  form,
  email,
  handwritten,
  advertisement,
  scientific_report: scientificReport,
  scientific_publication: scientificPublication,
  specification,
  file_folder: fileFolder,
  news_article: newsArticle,
  budget,
  invoice,
  presentation,
  questionnaire,
  resume,
  memo,
};
