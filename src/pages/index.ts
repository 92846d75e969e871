export type { Page, PageAppearance, PageReader, TextLine } from './page.ts';
