/** Names of the tags that models think aloud in. */
const THOUGHTS = 'thinking|think|thought|reasoning|reflection|scratchpad';
const BLOCK = new RegExp(`<(${THOUGHTS})>[\\s\\S]*?</\\1>`, 'gi');
/** The end of a block whose beginning was in the prompt, and a block that was never closed: the limit of tokens cut it off. */
const OPENED_BEFORE = new RegExp(`^[\\s\\S]*</(?:${THOUGHTS})>`, 'i');
const NEVER_CLOSED = new RegExp(`<(?:${THOUGHTS})>[\\s\\S]*$`, 'i');
/** ``` fences around a whole answer, with or without a language. */
const FENCE = /^```[\w+-]*[^\S\n]*\n?([\s\S]*?)\n?\s*```$/;

/** The answer proper: without reasoning before it and code fences around it. */
export function stripWrapping(answer: string): string {
  const spoken = answer.replace(BLOCK, '').replace(OPENED_BEFORE, '').replace(NEVER_CLOSED, '').trim();
  return (FENCE.exec(spoken)?.[1] ?? spoken).trim();
}
