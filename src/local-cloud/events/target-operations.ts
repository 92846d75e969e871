import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { refusals } from './errors.ts';
import { pageByName } from './paging.ts';
import { requireDefaultBus, requireRule } from './rule-operations.ts';
import { listTargets, putTarget, removeTarget } from './rule-store.ts';
import { readPath } from './target-input.ts';

/** Source: EventBridge quotas. */
const TARGETS_PER_RULE = 5;
const TOPIC_ARN = /^arn:aws[^:]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/;
/** Members of a target that mean something here. */
const TAKEN = new Set(['Id', 'Arn', 'Input', 'InputPath', 'InputTransformer', 'RoleArn', 'RetryPolicy']);

/** Targets of a rule: SNS topics. */
export function targetOperations({ database }: Pick<Cloud, 'database'>) {
  return {
    PutTargets: (input: Checked<PutTargetsRequest>, context: OperationContext): PutTargetsResponse => {
      requireDefaultBus(input.EventBusName);
      const rule = requireRule(database, input.Rule, context);
      for (const target of input.Targets) checkTarget(target);
      database.transaction(() => {
        for (const target of input.Targets) putTarget(database, rule.arn, target);
        if (listTargets(database, rule.arn).length > TARGETS_PER_RULE) {
          throw refusals.limit('The requested resource exceeds the maximum number allowed.');
        }
      });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: (input: Checked<RemoveTargetsRequest>, context: OperationContext): RemoveTargetsResponse => {
      requireDefaultBus(input.EventBusName);
      const rule = requireRule(database, input.Rule, context);
      const missing = input.Ids.filter((id) => !removeTarget(database, rule.arn, id));
      return {
        FailedEntryCount: missing.length,
        FailedEntries: missing.map((TargetId) => ({
          TargetId,
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Target ${TargetId} does not exist.`,
        })),
      };
    },
    ListTargetsByRule: (
      input: Checked<ListTargetsByRuleRequest>,
      context: OperationContext,
    ): ListTargetsByRuleResponse => {
      requireDefaultBus(input.EventBusName);
      const rule = requireRule(database, input.Rule, context);
      const { items, ...next } = pageByName(listTargets(database, rule.arn), ({ Id = '' }) => Id, input);
      return { Targets: [...items], ...next };
    },
  };
}

function checkTarget(target: Target): void {
  const { Id: id = '', Arn: arn = '' } = target;
  const service = arn.split(':')[2] ?? arn;
  if (!TOPIC_ARN.test(arn)) {
    throw refusals.validation(`The local cloud delivers events to SNS topics only; target ${id} is for ${service}.`);
  }
  const stranger = Object.entries(target).find(([name, value]) => value !== undefined && !TAKEN.has(name));
  if (stranger) throw refusals.validation(`The local cloud does not emulate ${stranger[0]} of target ${id}.`);
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((value) => value !== undefined);
  if (inputs.length > 1) {
    throw refusals.validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  }
  checkInput(id, target);
}

function checkInput(id: string, { Input: input, InputPath: path, InputTransformer: transformer }: Target): void {
  if (input !== undefined && !isJson(input)) {
    throw refusals.validation(`JSON syntax error in input for target ${id}`);
  }
  const paths = [...(path === undefined ? [] : [path]), ...Object.values(transformer?.InputPathsMap ?? {})];
  const broken = paths.find((one) => readPath(one) === undefined);
  if (broken !== undefined) throw refusals.validation(`Invalid JSON path ${broken} for target ${id}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
