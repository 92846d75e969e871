/** A share with its denominator and its 95 % interval (Wilson score). */
export interface Proportion {
  readonly successes: number;
  readonly total: number;
  /** `successes / total`; 0 when there is nothing to count. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How one document came out. */
export interface Outcome {
  readonly document: string;
  readonly truth: string;
  /** Value read from the answer; absent when the answer was unreadable or missing. */
  readonly predicted?: string;
  /** `unreadable`: an answer without a usable value (for classes: none of the closed set). `missing`: no answer, the call failed. */
  readonly status: 'correct' | 'wrong' | 'unreadable' | 'missing';
  readonly answer?: string;
  /** 1 − edit distance ÷ longer length, after normalising; extraction only. */
  readonly similarity?: number;
  readonly group?: string;
}

export interface ClassScores {
  readonly name: string;
  /** Documents whose truth is this class. */
  readonly support: number;
  /** Absent when nothing was predicted as this class. */
  readonly precision?: number;
  /** Absent when no document has this class. */
  readonly recall?: number;
  readonly f1?: number;
}

/** Rows are truths, columns predictions; the last two columns are `unreadable` and `missing`. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** `scores/<name>.json`. */
export interface Scores {
  readonly modelId: string;
  readonly task: 'classification' | 'extraction';
  /** Documents with a truth. Errors and unreadable answers count as not correct, and are told apart below. */
  readonly documents: number;
  readonly accuracy: Proportion;
  readonly unreadable: number;
  readonly missing: number;
  /** Classification only. */
  readonly classes?: readonly ClassScores[];
  readonly macroF1?: number;
  readonly confusion?: ConfusionMatrix;
  /** Extraction only: answers equal to the truth character by character. `accuracy` compares normalised text. */
  readonly exactMatch?: Proportion;
  /** Extraction only: mean over documents, 0 for unreadable and missing. */
  readonly meanSimilarity?: number;
  /** Over successful calls; absent when there were none. */
  readonly latencyMs?: { readonly median: number; readonly p95: number };
  readonly tokens: { readonly input: number; readonly output: number };
  readonly outcomes: readonly Outcome[];
}

/** `comparison.json`: two models on the same documents. */
export interface Comparison {
  readonly base: { readonly modelId: string; readonly accuracy: Proportion };
  readonly tuned: { readonly modelId: string; readonly accuracy: Proportion };
  /** Documents that both were asked about. */
  readonly documents: number;
  /** Different groups among the documents, when every document has one. Documents of a group are alike, so intervals and p-value, which take documents as independent, are then too sure. */
  readonly groups?: number;
  /** tuned − base, in shares, with a 95 % interval (Newcombe's method for paired proportions). */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  /** Wrong before, right now. */
  readonly fixed: readonly string[];
  /** Right before, wrong now. */
  readonly broken: readonly string[];
  /** Exact two-sided McNemar test on the discordant pairs. */
  readonly pValue: number;
  readonly verdict: 'better' | 'worse' | 'undecided';
  /** One sentence with the numbers behind it. */
  readonly sentence: string;
}
