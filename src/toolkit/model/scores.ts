/** A share with its denominator and its 95 % interval (Wilson score). */
export interface Proportion {
  readonly successes: number;
  readonly total: number;
  /** `successes / total`; 0 when there is nothing to count. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A number over documents that is no share of them, with its 95 % interval: a seeded bootstrap over documents, or over groups
 * where documents have them. docs/scores.md has each formula.
 */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Documents behind the number. */
  readonly total: number;
}

/** How one field of a document came out. */
export interface FieldOutcome {
  /** Absent when the truth does not have the field. */
  readonly truth?: string;
  /** Absent when the answer does not have the field. */
  readonly predicted?: string;
  /** `missing`: in the truth, not in the answer. `extra`: in the answer, not in the truth. */
  readonly status: 'correct' | 'wrong' | 'missing' | 'extra';
  readonly similarity: number;
}

/** How one document came out. */
export interface Outcome {
  readonly document: string;
  /** For several fields: the JSON object of them. */
  readonly truth: string;
  /** Value read from the answer; absent when the answer was unreadable or missing. */
  readonly predicted?: string;
  /** `unreadable`: an answer without a usable value (for classes: none of the closed set). `missing`: no answer, the call failed. */
  readonly status: 'correct' | 'wrong' | 'unreadable' | 'missing';
  readonly answer?: string;
  /** 1 − edit distance ÷ longer length, after normalising; extraction only. */
  readonly similarity?: number;
  /** Edits that make the truth of the answer ÷ characters of the truth; may exceed 1; extraction only. */
  readonly cer?: number;
  /** 1 − edits ÷ longer length, 0 when the edits reach half of it; extraction only. */
  readonly anls?: number;
  /** Only when the truth has several fields, by name. */
  readonly fields?: Readonly<Record<string, FieldOutcome>>;
  readonly group?: string;
  /** Wall time of the successful call, milliseconds. */
  readonly latencyMs?: number;
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
  /** Precision as a share of the documents predicted as this class. */
  readonly precisionShare?: Proportion;
  /** Recall as a share of the support. */
  readonly recallShare?: Proportion;
  readonly f1Estimate?: Estimate;
}

/** Rows are truths, columns predictions; the last two columns are `unreadable` and `missing`. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** One cell beside the diagonal of the confusion matrix. */
export interface Confusion {
  readonly truth: string;
  /** A class, `unreadable` or `missing`. */
  readonly predicted: string;
  readonly count: number;
  /** Documents whose truth is `truth`. */
  readonly of: number;
}

/** Mean over classes. `macro`: each class counts the same; `weighted`: by its support. */
export interface ClassAverages {
  readonly precision: Estimate;
  readonly recall: Estimate;
  readonly f1: Estimate;
}

/** One field over all documents. */
export interface FieldScores {
  readonly name: string;
  /** Documents whose truth has the field. */
  readonly documents: number;
  /** Equal character by character. */
  readonly exact: Proportion;
  /** Equal after normalising. */
  readonly normalized: Proportion;
  readonly cer: Estimate;
  readonly anls: Estimate;
  /** In the truth, not in the answer. */
  readonly missing: number;
  /** In the answer, not in the truth. */
  readonly extra: number;
}

/** Wall time of successful calls, milliseconds. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
  readonly p90?: number;
  readonly p99?: number;
  readonly mean?: number;
  /** Successful calls with a known time. */
  readonly calls?: number;
}

/** What the calls cost, USD. */
export interface ScoredCost {
  readonly usd: number;
  /** Answered documents behind the sum. */
  readonly calls: number;
  readonly usdPerDocument: number;
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
  /** Different groups among the documents, when some share one; a document without a group stands alone and counts as one. */
  readonly groups?: number;
  /** Accuracy again, its interval from a bootstrap over groups: documents of a group are alike, so Wilson's is too narrow. Only with `groups`. */
  readonly groupedAccuracy?: Estimate;
  /** Classification only. */
  readonly classes?: readonly ClassScores[];
  readonly macroF1?: number;
  readonly confusion?: ConfusionMatrix;
  /** Classification only: mean recall over the classes that have documents. */
  readonly balancedAccuracy?: Estimate;
  readonly macro?: ClassAverages;
  readonly weighted?: ClassAverages;
  /** Cohen's kappa between truth and prediction. */
  readonly kappa?: Estimate;
  /** Matthews correlation coefficient, for several classes. */
  readonly mcc?: Estimate;
  /** Most frequent first, at most ten. */
  readonly topConfusions?: readonly Confusion[];
  /** Extraction only: answers equal to the truth character by character. `accuracy` compares normalised text. */
  readonly exactMatch?: Proportion;
  /** Extraction only: equal after normalising when the forms of a company (有限公司, 有限责任公司, Co., Ltd.) count as one. */
  readonly sameCompany?: Proportion;
  /** Extraction only: mean over documents, 0 for unreadable and missing. */
  readonly meanSimilarity?: number;
  /** Extraction only: `meanSimilarity` with its interval. */
  readonly similarity?: Estimate;
  /** Extraction only: character error rate, all edits ÷ all characters of the truths. */
  readonly cer?: Estimate;
  /** Extraction only: average normalised Levenshtein similarity, threshold 0.5. */
  readonly anls?: Estimate;
  /** Only when truths have several fields. `accuracy` then counts documents with all fields right. */
  readonly fields?: readonly FieldScores[];
  /** Over successful calls; absent when there were none. */
  readonly latencyMs?: Latency;
  readonly tokens: { readonly input: number; readonly output: number };
  /** Only when the prices of the model are known. */
  readonly cost?: ScoredCost;
  readonly outcomes: readonly Outcome[];
}

/** How one class changed from base to tuned, over the documents of that class. */
export interface ClassChange {
  readonly name: string;
  readonly support: number;
  /** Recall. */
  readonly base: Proportion;
  readonly tuned: Proportion;
  readonly fixed: number;
  readonly broken: number;
}

/** A mean over documents, before and after. */
export interface EstimateChange {
  readonly base: number;
  readonly tuned: number;
  /** tuned − base. */
  readonly difference: Estimate;
}

/** How many documents it would take to tell. */
export interface Power {
  /** Documents in all, for 80 % chance to see a difference of this size at the 5 % level. Absent when none was seen. */
  readonly documentsNeeded?: number;
  /** Documents besides those compared. */
  readonly more?: number;
}

/** `comparison.json`: two models on the same documents. */
export interface Comparison {
  readonly base: { readonly modelId: string; readonly accuracy: Proportion };
  readonly tuned: { readonly modelId: string; readonly accuracy: Proportion };
  /** Documents that both were asked about. */
  readonly documents: number;
  /** Documents that only one of the two was asked about; they do not count. */
  readonly unpaired?: { readonly base: number; readonly tuned: number };
  /** Different groups among the documents, when some share one. Interval and p-value then go by groups. */
  readonly groups?: number;
  /** tuned − base, in shares, with a 95 % interval: Newcombe's method for paired proportions, or a bootstrap over groups where there are some. */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  /** Wrong before, right now. */
  readonly fixed: readonly string[];
  /** Right before, wrong now. */
  readonly broken: readonly string[];
  /** Two-sided p-value of `test`. */
  readonly pValue: number;
  /** `mcnemar`: exact, on the discordant pairs. `group-signs`: permutation of the signs of whole groups. Absent: `mcnemar`. */
  readonly test?: 'mcnemar' | 'group-signs';
  /** With several comparisons to one base: Holm's correction of `pValue`, and the verdict rests on it. */
  readonly adjustedPValue?: number;
  readonly verdict: 'better' | 'worse' | 'undecided';
  /** One sentence with the numbers behind it. */
  readonly sentence: string;
  /** Only with the verdict `undecided`. */
  readonly power?: Power;
  /** Classification only. */
  readonly classes?: readonly ClassChange[];
  /** Extraction only. */
  readonly similarity?: EstimateChange;
  readonly anls?: EstimateChange;
}

/** A model among those compared; keys follow the reference guide. */
export interface ComparedModel {
  readonly model_id: string;
  readonly metrics: {
    /** Over `documents`. */
    readonly accuracy: number;
    readonly correct_predictions: number;
    /** Documents that every model was asked about. */
    readonly total_images: number;
    readonly average_inference_time_seconds?: number;
    readonly total_tokens_used: number;
  };
}

/** Two or more models on the same documents, each against the first; keys follow the reference guide. */
export interface ModelComparison {
  readonly comparison_type: 'model_comparison';
  /** By name, the base first. */
  readonly models: Readonly<Record<string, ComparedModel>>;
  /** Name of the base. */
  readonly baseline: string;
  readonly pairs: readonly (Comparison & { readonly name: string })[];
}
