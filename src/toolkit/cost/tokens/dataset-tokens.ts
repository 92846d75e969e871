import { imageTokenRange } from '../../lib/image-token-range.ts';
import { textTokenRange } from '../../lib/text-token-range.ts';
import type { DatasetDocument, DatasetManifest, SplitName } from '../../model/dataset.ts';
import { formatAnswer } from '../../model/task.ts';
import { addRanges, type Range, scaleRange } from '../range.ts';
import type { InferenceTokens } from '../steps/inference.ts';

type Described = Pick<DatasetManifest, 'documents' | 'prompts' | 'task'>;

/** Shortest thing that a model can say. */
const SHORTEST_ANSWER = 1;

/** Tokens of one pass over the training records: images, prompts and answers. Pure. */
export function trainingTokens({ documents, prompts, task }: Described): Range {
  const words = promptTokens(prompts);
  return addRanges(
    documents
      .filter(({ split }) => split === 'train')
      .flatMap((document) => [imageTokens(document), words, textTokenRange(formatAnswer(task, document.label))]),
  );
}

/** Tokens of asking about each document of a split once. @param maxTokens most tokens of an answer */
export function askingTokens(
  { documents, prompts }: Pick<Described, 'documents' | 'prompts'>,
  split: SplitName,
  maxTokens: number,
): InferenceTokens & { readonly documents: number } {
  const asked = documents.filter((document) => document.split === split);
  return askingTokensOf(asked.map(imageTokens), prompts, maxTokens);
}

/** Tokens of asking about images of which only the range of tokens is known. */
export function askingTokensOf(
  images: readonly Range[],
  prompts: DatasetManifest['prompts'],
  maxTokens: number,
): InferenceTokens & { readonly documents: number } {
  const documents = images.length;
  return {
    documents,
    input: addRanges([...images, scaleRange(promptTokens(prompts), documents)]),
    output: { low: documents * SHORTEST_ANSWER, high: documents * maxTokens },
  };
}

const imageTokens = ({ width, height }: Pick<DatasetDocument, 'width' | 'height'>): Range =>
  imageTokenRange(width, height);

/** Tokens of the words that go with each image. */
export function promptTokens({ system, task }: DatasetManifest['prompts']): Range {
  return addRanges([textTokenRange(system), textTokenRange(task)]);
}
