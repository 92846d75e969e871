export type { Checked } from './checked.ts';
export { uniqueId } from './identifiers.ts';
export { conditionContext, evaluatePolicies, PolicySyntaxError, parsePolicy } from './policy/index.ts';
export { type AssumableRole, assumeForPrincipal, openRoleAuthority } from './role-authority.ts';
export { createIamService } from './service.ts';
