import { inlineSvg, intervalBars } from '../../charts/index.ts';
import { html, type Markup } from '../../lib/markup.ts';
import type { ReportDocument } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { modelsOf } from './models.ts';
import { scrolling } from './parts.ts';

/** What a reader in a hurry needs: the verdict, and how much of it may be chance. */
export function overview(document: ReportDocument, words: Words): Markup {
  const { comparison, rehearsal, redacted } = document;
  const models = modelsOf(document, words);
  const bars = models.map(({ name, scores }) => ({ name, share: scores.accuracy }));
  const failures = models.map(({ name, scores }) => words.failures(name, scores.unreadable, scores.missing));
  return html`${rehearsal ? notice(words.rehearsal, words.rehearsalNote) : undefined}
${redacted ? notice(words.redacted, words.redactedNote) : undefined}
<p class="verdict verdict-${comparison?.verdict ?? 'none'}">${comparison ? words.sentence(comparison) : words.noComparison}</p>
${bars.length > 0 ? scrolling(words.correctAnswers, inlineSvg(intervalBars(bars, { title: words.correctAnswers }))) : undefined}
${bars.length > 0 ? html`<p class="small">${words.notCorrect}${words.colon}${failures.join(words.semicolon)}</p>` : undefined}
`;
}

const notice = (head: string, text: string): Markup => html`<p class="notice"><strong>${head}</strong> ${text}</p>\n`;
