import { STAND_IN_NAME } from '../../model/index.ts';
import { invalid } from '../refusals.ts';
import { isRecord } from '../request/model-fields.ts';
import type { ModelAnswer } from './ask-model.ts';

/**
 * Members of the native answer that a Converse request asks for by JSON pointer (`additionalModelResponseFieldPaths`).
 * `/standIn` tells who really answered and how sure it was. Pointers that lead nowhere are passed over, as in Bedrock.
 */
export function responseFields(
  answer: ModelAnswer,
  pointers: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const native: Readonly<Record<string, unknown>> = {
    stopReason: answer.stopReason,
    usage: answer.usage,
    standIn: { model: STAND_IN_NAME, confidence: answer.confidence },
  };
  const found = pointers.flatMap((pointer) => {
    const path = readPointer(pointer);
    const value = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), native);
    return value === undefined ? [] : [[path.at(-1) ?? '', value] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function readPointer(pointer: string): readonly string[] {
  if (!/^(\/([^~/]|~[01])*)+$/.test(pointer)) {
    throw invalid(`additionalModelResponseFieldPaths: ${pointer} is not a valid JSON Pointer.`);
  }
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
