import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRulesRequest,
  ListRulesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  PutRuleRequest,
  PutRuleResponse,
  RuleState,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { refusals } from './errors.ts';
import { pageByName } from './paging.ts';
import { InvalidPattern, readEventPattern } from './pattern/event-pattern.ts';
import {
  DEFAULT_BUS,
  deleteRuleRow,
  findRule,
  findRuleByArn,
  listRuleRows,
  listTargets,
  putRuleRow,
  putRuleTags,
  type Rule,
  type RuleScope,
  removeRuleTags,
  ruleTags,
} from './rule-store.ts';

/** Rules of one bus. Source: EventBridge quotas. */
const MAXIMUM_RULES = 300;

export const ruleScope = ({ caller, region }: OperationContext): RuleScope => ({ accountId: caller.accountId, region });

/** There is only the default bus, by name or ARN. */
export function requireDefaultBus(name: string | undefined): void {
  if (name !== undefined && name !== DEFAULT_BUS && !name.endsWith(`:event-bus/${DEFAULT_BUS}`)) {
    throw refusals.noBus(name);
  }
}

export function requireRule(database: Cloud['database'], name: string, context: OperationContext): Rule {
  const rule = findRule(database, ruleScope(context), name);
  if (!rule) throw refusals.noRule(name);
  return rule;
}

/** @throws ServiceError InvalidEventPatternException */
export function checkedPattern(pattern: string) {
  try {
    return readEventPattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    throw refusals.pattern(error.message);
  }
}

/** Rules, and their tags. */
export function ruleOperations({ database }: Pick<Cloud, 'database'>) {
  const setState = (input: Checked<EnableRuleRequest>, context: OperationContext, state: RuleState) => {
    requireDefaultBus(input.EventBusName);
    putRuleRow(database, { ...requireRule(database, input.Name, context), state });
    return {};
  };
  return {
    PutRule: (input: Checked<PutRuleRequest>, context: OperationContext): PutRuleResponse => ({
      RuleArn: database.transaction(() => putRule(database, input, context)),
    }),
    DescribeRule: (input: Checked<DescribeRuleRequest>, context: OperationContext): DescribeRuleResponse => {
      requireDefaultBus(input.EventBusName);
      const rule = requireRule(database, input.Name, context);
      return { ...ruleView(rule), CreatedBy: rule.accountId };
    },
    ListRules: (input: ListRulesRequest, context: OperationContext): ListRulesResponse => {
      requireDefaultBus(input.EventBusName);
      const rules = listRuleRows(database, ruleScope(context)).filter(({ name }) =>
        name.startsWith(input.NamePrefix ?? ''),
      );
      const { items, ...next } = pageByName(rules, ({ name }) => name, input);
      return { Rules: items.map(ruleView), ...next };
    },
    DeleteRule: (input: Checked<DeleteRuleRequest>, context: OperationContext) => {
      requireDefaultBus(input.EventBusName);
      const rule = findRule(database, ruleScope(context), input.Name);
      if (!rule) return {};
      if (listTargets(database, rule.arn).length > 0) {
        throw refusals.validation("Rule can't be deleted since it has targets.");
      }
      deleteRuleRow(database, rule.arn);
      return {};
    },
    EnableRule: (input: Checked<EnableRuleRequest>, context: OperationContext) => setState(input, context, 'ENABLED'),
    DisableRule: (input: Checked<DisableRuleRequest>, context: OperationContext) =>
      setState(input, context, 'DISABLED'),
    ...tagOperations(database),
  };
}

function tagOperations(database: Cloud['database']) {
  const tagged = (arn: string, { caller }: OperationContext): string => {
    if (findRuleByArn(database, arn)?.accountId !== caller.accountId) throw refusals.noResource(arn);
    return arn;
  };
  return {
    TagResource: ({ ResourceARN, Tags }: Checked<TagResourceRequest>, context: OperationContext) => {
      const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      database.transaction(() => putRuleTags(database, tagged(ResourceARN, context), tags));
      return {};
    },
    UntagResource: ({ ResourceARN, TagKeys }: Checked<UntagResourceRequest>, context: OperationContext) => {
      removeRuleTags(database, tagged(ResourceARN, context), TagKeys);
      return {};
    },
    ListTagsForResource: (
      { ResourceARN }: Checked<ListTagsForResourceRequest>,
      context: OperationContext,
    ): ListTagsForResourceResponse => ({
      Tags: Object.entries(ruleTags(database, tagged(ResourceARN, context))).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

/** Tags count only when the rule is new. Source: PutRule. */
function putRule(database: Cloud['database'], input: Checked<PutRuleRequest>, context: OperationContext): string {
  requireDefaultBus(input.EventBusName);
  if (input.ScheduleExpression !== undefined) {
    throw refusals.validation(
      `The local cloud does not emulate rules with a ScheduleExpression (${input.ScheduleExpression}).`,
    );
  }
  if (input.EventPattern === undefined) {
    throw refusals.validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  checkedPattern(input.EventPattern);
  const scope = ruleScope(context);
  const existing = findRule(database, scope, input.Name);
  if (!existing && listRuleRows(database, scope).length >= MAXIMUM_RULES) {
    throw refusals.limit('The requested resource exceeds the maximum number allowed.');
  }
  const arn = `arn:aws:events:${scope.region}:${scope.accountId}:rule/${input.Name}`;
  putRuleRow(database, {
    ...scope,
    arn,
    name: input.Name,
    pattern: input.EventPattern,
    state: input.State ?? 'ENABLED',
    description: input.Description ?? null,
    roleArn: input.RoleArn ?? null,
  });
  const tags = input.Tags ?? [];
  if (!existing) putRuleTags(database, arn, Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])));
  return arn;
}

function ruleView(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    State: rule.state as RuleState,
    ...(rule.description !== null && { Description: rule.description }),
    ...(rule.roleArn !== null && { RoleArn: rule.roleArn }),
    EventBusName: DEFAULT_BUS,
  };
}
