import type { Database } from '../state/database.ts';

/** A stored role. Times are milliseconds since the epoch. */
export interface RoleRow {
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly trust: string;
  readonly description: string | null;
  /** Seconds. */
  readonly maxSession: number;
  readonly boundary: string | null;
  readonly created: number;
  /** When the trust policy last changed. */
  readonly trustChanged: number;
}

/** A stored customer-managed policy. */
export interface PolicyRow {
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string | null;
  readonly created: number;
  readonly updated: number;
  /** Number of the default version, e.g. 2 for `v2`. */
  readonly defaultVersion: number;
  readonly lastVersion: number;
}

export interface VersionRow {
  readonly version: number;
  readonly document: string;
  readonly created: number;
}

/** Names are unique without regard to case, as in IAM. */
const TABLES = `
CREATE TABLE IF NOT EXISTS iam_roles (
  account TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, path TEXT NOT NULL, id TEXT NOT NULL, arn TEXT NOT NULL UNIQUE,
  trust TEXT NOT NULL, description TEXT, maxSession INTEGER NOT NULL, boundary TEXT,
  created INTEGER NOT NULL, trustChanged INTEGER NOT NULL, PRIMARY KEY (account, name));
CREATE TABLE IF NOT EXISTS iam_role_policies (
  roleArn TEXT NOT NULL REFERENCES iam_roles (arn) ON DELETE CASCADE, name TEXT NOT NULL COLLATE NOCASE,
  document TEXT NOT NULL, PRIMARY KEY (roleArn, name));
CREATE TABLE IF NOT EXISTS iam_policies (
  account TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, path TEXT NOT NULL, id TEXT NOT NULL, arn TEXT NOT NULL UNIQUE,
  description TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,
  defaultVersion INTEGER NOT NULL, lastVersion INTEGER NOT NULL, PRIMARY KEY (account, name));
CREATE TABLE IF NOT EXISTS iam_policy_versions (
  policyArn TEXT NOT NULL REFERENCES iam_policies (arn) ON DELETE CASCADE, version INTEGER NOT NULL,
  document TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (policyArn, version));
CREATE TABLE IF NOT EXISTS iam_attachments (
  roleArn TEXT NOT NULL REFERENCES iam_roles (arn) ON DELETE CASCADE, policyArn TEXT NOT NULL,
  PRIMARY KEY (roleArn, policyArn));
CREATE TABLE IF NOT EXISTS iam_tags (
  arn TEXT NOT NULL, key TEXT NOT NULL COLLATE NOCASE, value TEXT NOT NULL, PRIMARY KEY (arn, key));
`;

/** Creates the tables of IAM when they are missing. */
export function createIamTables(database: Database): void {
  database.execute(TABLES);
}

export function selectRole(database: Database, account: string, name: string): RoleRow | undefined {
  return database.prepare<RoleRow>('SELECT * FROM iam_roles WHERE account = ? AND name = ?').get(account, name);
}

/** Managed policies attached to a role, by ARN. */
export function selectAttachments(database: Database, roleArn: string): readonly string[] {
  return database
    .prepare<{ policyArn: string }>('SELECT policyArn FROM iam_attachments WHERE roleArn = ? ORDER BY policyArn')
    .all(roleArn)
    .map(({ policyArn }) => policyArn);
}

export interface InlinePolicyRow {
  readonly name: string;
  readonly document: string;
}

export function selectInlinePolicies(database: Database, roleArn: string): readonly InlinePolicyRow[] {
  return database
    .prepare<InlinePolicyRow>('SELECT name, document FROM iam_role_policies WHERE roleArn = ? ORDER BY name')
    .all(roleArn);
}

export function selectPolicy(database: Database, arn: string): PolicyRow | undefined {
  return database.prepare<PolicyRow>('SELECT * FROM iam_policies WHERE arn = ?').get(arn);
}

export function selectVersion(database: Database, policyArn: string, version: number): VersionRow | undefined {
  return database
    .prepare<VersionRow>(
      'SELECT version, document, created FROM iam_policy_versions WHERE policyArn = ? AND version = ?',
    )
    .get(policyArn, version);
}

/** Number of roles a policy is attached to. */
export function countAttachments(database: Database, policyArn: string): number {
  return (
    database
      .prepare<{ count: number }>('SELECT count(*) AS count FROM iam_attachments WHERE policyArn = ?')
      .get(policyArn)?.count ?? 0
  );
}
