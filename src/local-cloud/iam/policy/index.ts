export { type ConditionContext, conditionContext } from './conditions.ts';
export { type PolicyDocument, PolicySyntaxError, type PolicyUse, parsePolicy } from './document.ts';
export { type AccessRequest, type Decision, evaluatePolicies, statementApplies } from './evaluate.ts';
