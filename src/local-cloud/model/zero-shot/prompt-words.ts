import { normalizeText } from '../../../pages/index.ts';

const MIN_RUN = 2;
const MAX_RUN = 12;
/** Longer prompts are cut: the field's description stands near their beginning or is quoted by `fieldHint`. */
const MAX_PROMPT = 4000;

/** The runs of letters in a prompt, to be found again on a page. */
export class PromptWords {
  readonly #runs = new Set<string>();

  constructor(prompt: string) {
    const text = normalizeText(prompt.slice(0, MAX_PROMPT));
    for (let start = 0; start < text.length; start++) {
      for (let size = MIN_RUN; size <= Math.min(MAX_RUN, text.length - start); size++) {
        this.#runs.add(text.slice(start, start + size));
      }
    }
  }

  /**
   * Length of the longest run that a text shares with the prompt, divided by the root of how often the page has it;
   * a Chinese character counts as three letters.
   * @param countOnPage occurrences of a run on the page, at least 1
   */
  shared(text: string, countOnPage: (run: string) => number): number {
    const normalized = normalizeText(text);
    let best = 0;
    for (let start = 0; start + MIN_RUN <= normalized.length; start++) {
      const run = this.#longestRunAt(normalized, start);
      if (run === undefined) continue;
      const size = /[\u4e00-\u9fff]/.test(run) ? run.length : run.length / 3;
      best = Math.max(best, size / Math.sqrt(countOnPage(run)));
    }
    return best;
  }

  #longestRunAt(text: string, start: number): string | undefined {
    for (let size = Math.min(MAX_RUN, text.length - start); size >= MIN_RUN; size--) {
      const run = text.slice(start, start + size);
      if (this.#runs.has(run) && !/^\d+$/.test(run)) return run;
    }
    return undefined;
  }
}

/** The part of a prompt that speaks about one field of a JSON answer: its name and the lines that name it. */
export function fieldHint(prompt: string, field: string): string {
  if (field === '') return prompt;
  const lines = prompt.split(/\r?\n/).filter((line) => line.includes(field) && !/[{}]/.test(line));
  const name = field.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
  return lines.length === 0 ? `${name}\n${prompt.replace(/\{[^{}]*\}/g, '')}` : [name, ...lines].join('\n');
}
