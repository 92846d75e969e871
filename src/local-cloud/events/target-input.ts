import type { Target } from '@aws-sdk/client-eventbridge';

/** What a target may know about the rule that sends to it. */
export interface TargetScene {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO time at which the event came in. */
  readonly ingestionTime: string;
}

/** The text that a target receives: the event, a fixed text, a part of the event, or a filled-in template. */
export function targetInput(
  target: Pick<Target, 'Input' | 'InputPath' | 'InputTransformer'>,
  event: unknown,
  scene: TargetScene,
): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer) {
    const { InputPathsMap = {}, InputTemplate = '' } = target.InputTransformer;
    const values = Object.entries(InputPathsMap).map(([name, path]) => [name, valueAt(event, path)] as const);
    return fillTemplate(InputTemplate, new Map(values), event, scene);
  }
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? {});
  return JSON.stringify(event);
}

const STEP = /\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\]/y;

/** Steps of a JSON path of the kind that targets take: `$`, then keys and indexes. Undefined for anything else. */
export function readPath(path: string): readonly string[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: string[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (!match) return undefined;
    steps.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return steps;
}

function valueAt(event: unknown, path: string): unknown {
  let value: unknown = event;
  for (const step of readPath(path) ?? []) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}

/** Inside quotes a text value is written as it is, outside as JSON; a value that is not there becomes empty. Source: EventBridge, "Input transformation". */
function fillTemplate(
  template: string,
  values: ReadonlyMap<string, unknown>,
  event: unknown,
  scene: TargetScene,
): string {
  const known = new Map<string, unknown>([
    ['aws.events.rule-arn', scene.ruleArn],
    ['aws.events.rule-name', scene.ruleName],
    ['aws.events.event.ingestion-time', scene.ingestionTime],
    ['aws.events.event', event],
    ['aws.events.event.json', event],
    ...values,
  ]);
  let quoted = false;
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/g, (token: string, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined || !known.has(name)) return token;
    return written(known.get(name), quoted);
  });
}

function written(value: unknown, quoted: boolean): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') {
    const json = JSON.stringify(value);
    return quoted ? JSON.stringify(json).slice(1, -1) : json;
  }
  return quoted ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
}
