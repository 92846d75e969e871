import type { Finding } from '../../model/finding.ts';
import type { Task } from '../../model/task.ts';
import { foldLabel, nearestName } from './fold-label.ts';
import { type LabelMapping, labelNumber } from './label-mapping.ts';

export interface LabelCheck {
  readonly task: Task;
  readonly mapping: LabelMapping;
  /** Names that the data set itself gives its class numbers, in their order. */
  readonly ownNames?: readonly string[];
  /** How often each label occurs, after mapping. */
  readonly labels: ReadonlyMap<string, number>;
  /** Where the labels come from, for the findings. */
  readonly source: string;
}

/** Compares labels, mapping and class list with one another. Pure; extraction has no closed set, so there is nothing to compare. */
export function checkLabels(check: LabelCheck): readonly Finding[] {
  if (check.task.kind !== 'classification') return [];
  const names = check.task.classes.map(({ name }) => name);
  return [
    ...checkNumbers(check),
    ...checkClasses(names, check.source),
    ...checkTargets(names, check),
    ...checkValues(names, check),
    ...checkUnused(names, check),
  ];
}

/** A mapping of numbers that was made for a data set with another order mislabels everything, silently. */
function checkNumbers({ mapping, ownNames = [], source }: LabelCheck): Finding[] {
  return [...mapping].flatMap(([raw, name]) => {
    const number = labelNumber(raw);
    const own = number === undefined ? undefined : ownNames[number];
    if (own === undefined || areSame(own, name)) return [];
    const meant = ownNames.findIndex((other) => areSame(other, name));
    if (meant === -1) {
      const message = `The label mapping turns number ${raw} into ${quote(name)}; the data set itself calls it ${quote(own)}.`;
      return [finding('label-map-renames', 'warning', message, 'Check that this renaming is meant.', source)];
    }
    const message = `Expected number ${raw} to mean ${quote(own)}, as the data set itself says, but the label mapping says ${quote(name)}, which is number ${meant} of the data set.`;
    const remedy = 'Make a mapping for this data set, or leave it out: the names of the data set are used then.';
    return [finding('label-map-conflict', 'error', message, remedy, source)];
  });
}

function areSame(a: string, b: string): boolean {
  return foldLabel(a) === foldLabel(b) || nearestName(a, [b]) !== undefined;
}

/** Classes that a reader, or a model, would take for one. */
function checkClasses(names: readonly string[], source: string): Finding[] {
  return names.flatMap((name, index) => {
    const other = nearestName(name, names.slice(index + 1));
    if (other === undefined) return [];
    const message = `The classes ${quote(name)} and ${quote(other)} are spelt almost alike.`;
    return [finding('class-near-miss', 'warning', message, 'Keep one of them, or name them apart.', source)];
  });
}

function checkTargets(names: readonly string[], { mapping, source }: LabelCheck): Finding[] {
  return [...new Set(mapping.values())]
    .filter((name) => !names.includes(name))
    .map((name) => outside(name, names, 'the label mapping names', source));
}

function checkValues(names: readonly string[], { labels, mapping, source }: LabelCheck): Finding[] {
  const targets = new Set(mapping.values());
  return [...labels]
    .filter(([label]) => !names.includes(label) && !targets.has(label))
    .map(([label, count]) =>
      outside(label, names, `${count} ${count === 1 ? 'document has' : 'documents have'}`, source),
    );
}

function outside(label: string, names: readonly string[], who: string, source: string): Finding {
  const meant = nearestName(label, names);
  if (meant !== undefined) {
    const message = `Expected a class of the list, but ${who} ${quote(label)}, which is probably ${quote(meant)}.`;
    const remedy = `Correct the spelling, or map it: ${quote(label)} → ${quote(meant)}.`;
    return finding('label-near-miss', 'warning', message, remedy, source);
  }
  const message = `Expected one of ${names.join(', ')}, but ${who} ${quote(label)}.`;
  return finding('label-outside-classes', 'warning', message, 'Add the class, or map the label to one.', source);
}

function checkUnused(names: readonly string[], { labels, source }: LabelCheck): Finding[] {
  const unused = names.filter((name) => !labels.has(name));
  if (unused.length === 0 || labels.size === 0) return [];
  const message = `No document is labelled ${unused.map(quote).join(', ')}.`;
  return [finding('class-without-documents', 'info', message, 'Add documents, or leave the class out.', source)];
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function finding(code: string, severity: Finding['severity'], message: string, remedy: string, file: string): Finding {
  return { code, severity, message, remedy, file };
}
