export type { Layout } from './layout.ts';
export { layoutOf } from './layout.ts';
export type { LayoutBox } from './layout-box.ts';
export type { Span } from './layout-spans.ts';
export type { Page, PageAppearance, PageReader, TextLine } from './page.ts';
export { normalizeText, textSimilarity } from './text.ts';
