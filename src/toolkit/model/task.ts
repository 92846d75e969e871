/** One class of a closed set. */
export interface DocumentClass {
  /** As the model must answer it. */
  readonly name: string;
  /** One line that tells the class from its neighbours; goes into the prompt. */
  readonly description: string;
}

/** `json`: `{"<field>": "…"}`; `text`: the bare value. */
export type AnswerFormat = 'json' | 'text';

/** Which of a closed set of classes a document belongs to. */
export interface ClassificationTask {
  readonly kind: 'classification';
  readonly classes: readonly DocumentClass[];
  readonly answerFormat: AnswerFormat;
  /** Key of the answer in JSON answers. Default `type`. */
  readonly field: string;
}

/** Read one value off the page. */
export interface ExtractionTask {
  readonly kind: 'extraction';
  readonly answerFormat: AnswerFormat;
  /** Key of the answer in JSON answers, e.g. `seller`. */
  readonly field: string;
}

/** What the model is asked to do with a document. */
export type Task = ClassificationTask | ExtractionTask;

/** The words a document is asked with, in training and at inference alike. */
export interface Prompts {
  readonly system: string;
  /** Follows the image in the user turn. */
  readonly task: string;
}

/** The answer a correct model gives for `label`, in the task's format. */
export function formatAnswer(task: Task, label: string): string {
  return task.answerFormat === 'json' ? JSON.stringify({ [task.field]: label }) : label;
}
