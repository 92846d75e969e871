import { html, type Markup } from '../../lib/markup.ts';
import type { ReportDocument } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { type Cell, code, factTable, section } from './parts.ts';
import { time } from './training.ts';

/** All that is needed to make the same report again, or to tell that it is another one. */
export function versionsSection(document: ReportDocument, words: Words): Markup {
  const { run, createdAt, novatuneVersion, nodeVersion, accountId, region, rehearsal, dataset, costs } = document;
  const { versions: names } = words;
  const prices = costs?.actual?.prices ?? costs?.estimate?.prices;
  const place = [accountId, region, ...(rehearsal ? [names.local] : [])].filter((one) => one !== undefined);
  const hashes: [string, Cell | undefined][] = dataset
    ? [
        [names.manifest, dataset.manifestHash && code(dataset.manifestHash)],
        [names.recipe, code(dataset.recipeHash)],
        [names.prompts, code(dataset.promptHash)],
        ...Object.entries(dataset.files).map(([name, hash]): [string, Cell] => [name, code(hash)]),
      ]
    : [];
  return section(
    'versions',
    names.title,
    factTable(names.caption, [
      [names.run, run],
      [names.made, time(createdAt)],
      [names.account, place.length > 0 ? place.join(', ') : undefined],
      [names.tools, `${novatuneVersion}, ${nodeVersion}`],
      [words.base, document.base && code(document.base.modelId)],
      [words.tuned, document.tuned && code(document.tuned.modelId)],
      [words.training.customModel, document.job?.model_id && code(document.job.model_id)],
      [names.prices, prices && names.pricesValue(prices.oldest, prices.newest, prices.origins.join(', '))],
      ...hashes,
    ]),
  );
}

export const glossarySection = ({ glossary }: Words): Markup =>
  section(
    'glossary',
    glossary.title,
    html`<dl class="glossary">${glossary.terms.map(([term, meaning]) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>\n`)}</dl>`,
  );
