import { InputError } from '../errors.ts';
import { mapOrdered } from '../lib/concurrency.ts';
import { sha256Hex } from '../lib/hash.ts';
import { AS_THEY_ARE, readSource } from '../lib/model-image.ts';
import type { LabelJournal } from './label-journal.ts';
import { DEFAULT_PARAMETERS, type Labeller, type LabelOptions, type UnlabelledDocument } from './labeller.ts';
import { estimateTokens, type TokenEstimate } from './token-estimate.ts';

/** A document with the keys of what it will be asked. */
export interface PlannedDocument {
  readonly document: UnlabelledDocument;
  readonly first: string;
  readonly second?: string;
}

/** A document that nobody can be asked about. */
export interface UnusableDocument {
  readonly document: UnlabelledDocument;
  readonly code: string;
  readonly message: string;
}

/** What labelling would do. */
export interface LabelPlan {
  /** In the order given. */
  readonly documents: readonly (PlannedDocument | UnusableDocument)[];
  /** Documents that each labeller still has to be asked about. */
  readonly toAsk: { readonly first: number; readonly second: number };
  /** For what is still to be asked, without repeated calls. */
  readonly tokens: TokenEstimate;
}

export const isUsable = (one: PlannedDocument | UnusableDocument): one is PlannedDocument => 'first' in one;

/** Images read at once while planning: hashing keeps one core busy, reading the disk. */
const READ_AT_ONCE = 4;

/**
 * Reads every image once to find out what an earlier run has labelled already. Nothing is sent and nothing written.
 * Memory: a key per document and four images.
 *
 * @throws InputError `opinions-equal`, `document-repeated`
 */
export async function planLabels(
  documents: Iterable<UnlabelledDocument> | AsyncIterable<UnlabelledDocument>,
  options: LabelOptions,
  journal: Pick<LabelJournal, 'get'>,
): Promise<LabelPlan> {
  requireTwoOpinions(options);
  const keyed = async (document: UnlabelledDocument): Promise<PlannedDocument | UnusableDocument> => {
    const bytes = await readSource(document);
    if ('kind' in bytes) return { document, code: bytes.code, message: bytes.message };
    const image = sha256Hex(bytes);
    return {
      document,
      first: labelKey(image, options.first, options),
      ...(options.second && { second: labelKey(image, options.second, options) }),
    };
  };
  const planned: (PlannedDocument | UnusableDocument)[] = [];
  const seen = new Set<string>();
  const { signal } = options;
  for await (const one of mapOrdered(documents, keyed, { concurrency: READ_AT_ONCE, ...(signal && { signal }) })) {
    if (seen.has(one.document.id)) {
      throw new InputError('document-repeated', `Expected each document once, but ${one.document.id} comes twice.`);
    }
    seen.add(one.document.id);
    planned.push(one);
  }
  return { documents: planned, ...remaining(planned, options, journal) };
}

/** Keys without a label. Equal images need one call for all of them. */
export function openKeys(keys: Iterable<string | undefined>, journal: Pick<LabelJournal, 'get'>): Set<string> {
  const open = new Set<string>();
  for (const key of keys) if (key !== undefined && journal.get(key)?.label === undefined) open.add(key);
  return open;
}

function remaining(
  planned: LabelPlan['documents'],
  options: LabelOptions,
  journal: Pick<LabelJournal, 'get'>,
): Pick<LabelPlan, 'toAsk' | 'tokens'> {
  const usable = planned.filter(isUsable);
  const first = openKeys(
    usable.map((one) => one.first),
    journal,
  ).size;
  const second = openKeys(
    usable.map((one) => one.second),
    journal,
  ).size;
  const words = [...repeat(options.first, first), ...repeat(options.second, second)];
  return { toAsk: { first, second }, tokens: estimateTokens(words, options.parameters ?? DEFAULT_PARAMETERS) };
}

const repeat = (labeller: Labeller | undefined, calls: number) =>
  labeller === undefined ? [] : [{ prompts: labeller.prompts, calls }];

/** What makes two questions the same. The closed set counts: it decides which answers are labels. */
function labelKey(image: string, { modelId, prompts }: Labeller, options: LabelOptions): string {
  const { task, parameters = DEFAULT_PARAMETERS, images = AS_THEY_ARE } = options;
  const { maxTokens, temperature, topP = null, topK = null } = parameters;
  const allowed = task.kind === 'classification' ? task.classes.map(({ name }) => name) : null;
  return sha256Hex(
    JSON.stringify([
      image,
      images.recipe,
      prompts.system,
      prompts.task,
      [task.kind, task.field, allowed],
      modelId,
      [maxTokens, temperature, topP, topK],
    ]),
  );
}

function requireTwoOpinions({ first, second }: LabelOptions): void {
  if (first.modelId !== second?.modelId) return;
  const { prompts } = second;
  if (first.prompts.task !== prompts.task || first.prompts.system !== prompts.system) return;
  throw new InputError(
    'opinions-equal',
    'Expected a second opinion, but the same model would be asked the same words.',
    {
      remedy: 'Name another model, or other words for it.',
    },
  );
}
