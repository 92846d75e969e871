import { MEDIA_RULES, PREFERENCE_RULES, RECORD_RULES, SET_RULES } from './all-rules.ts';
import { LINE_RULES } from './line-rules.ts';
import type { Rule } from './rule.ts';

/** Every rule once, by its code. For reports that list rules, such as SARIF, and for documentation. */
export const KNOWN_RULES: ReadonlyMap<string, Rule> = new Map(
  [...LINE_RULES, ...PREFERENCE_RULES, ...Object.values(RECORD_RULES).flat(), ...MEDIA_RULES, ...SET_RULES].map(
    (rule) => [rule.code, rule],
  ),
);
