import type { CheckGroup, Verdict } from './diagnosis.ts';
import type { Facts } from './facts.ts';

/** One thing that is looked at. A new check is a file below `checks/` and a line in `all-checks.ts`. */
export interface Check {
  /** Kebab-case. */
  readonly name: string;
  readonly group: CheckGroup;
  /** Can be done without a cloud that answers. */
  readonly offline?: boolean;
  /** Where the rule is documented. */
  readonly source?: string;
  /** Never changes anything, never submits anything. @returns nothing when the input gives it nothing to look at. */
  run(facts: Facts): Promise<readonly Verdict[]>;
}
