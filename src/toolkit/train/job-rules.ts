import { InputError } from '../errors.ts';
import { TEACHERS } from '../model/hyperparameters.ts';
import type { VpcSettings } from '../ports/model-customizer.ts';

/** Forms of Bedrock's API model (2023-04-20) that a job's members must have. */

/** Name rules. All at most 63 characters. */
const NAME_RULES = {
  'job name': {
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9+\-.])*$/,
    words: 'letters, digits, `-`, `+`, `.`, beginning with a letter or digit (no underscore)',
  },
  'model name': { pattern: /^([0-9a-zA-Z][_-]?)+$/, words: 'letters and digits with single `-` or `_` between them' },
} as const;

const MAX_NAME = 63;

/** @throws {InputError} `name-invalid` */
export function checkName(kind: keyof typeof NAME_RULES, name: string): string {
  const { pattern, words } = NAME_RULES[kind];
  if (name.length >= 1 && name.length <= MAX_NAME && pattern.test(name)) return name;
  throw new InputError(
    'name-invalid',
    `Expected the ${kind} to have 1 to ${MAX_NAME} characters of ${words}, got ${JSON.stringify(name)}.`,
  );
}

const KMS_KEY =
  /^(arn:aws(-[^:]+)?:kms:[a-zA-Z0-9-]*:\d{12}:(key\/[a-zA-Z0-9-]{36}|alias\/[\w/-]+)|[a-zA-Z0-9-]{36}|alias\/[\w/-]+)$/;

/** @throws {InputError} `option-invalid` */
export function checkKmsKey(key: string): string {
  if (KMS_KEY.test(key)) return key;
  throw new InputError('option-invalid', `Expected a KMS key id, ARN or alias/NAME, got ${JSON.stringify(key)}.`, {
    remedy: 'List the keys with: aws kms list-aliases',
  });
}

/** @throws {InputError} `option-invalid` */
export function checkVpc(vpc: VpcSettings): VpcSettings {
  checkIds('subnet', vpc.subnetIds, 16, /^subnet-[a-zA-Z0-9]{1,25}$/);
  checkIds('security group', vpc.securityGroupIds, 5, /^sg-[a-zA-Z0-9]{1,29}$/);
  return vpc;
}

function checkIds(kind: string, ids: readonly string[], most: number, form: RegExp): void {
  const wrong = ids.find((id) => !form.test(id));
  if (wrong === undefined && ids.length >= 1 && ids.length <= most) return;
  throw new InputError(
    'option-invalid',
    `Expected 1 to ${most} ${kind} ids${wrong === undefined ? `, got ${ids.length}` : `, got ${JSON.stringify(wrong)}`}.`,
    { remedy: 'A VPC needs both: subnets and security groups.' },
  );
}

const LAMBDA = /^arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}(-gov)?-[a-z]+-\d:\d{12}:function:[\w.-]+(:(\$LATEST|[\w-]+))?$/;

/** @throws {InputError} `option-invalid` */
export function checkGraderLambda(arn: string): string {
  if (arn.length <= 512 && LAMBDA.test(arn)) return arn;
  throw new InputError(
    'option-invalid',
    `Expected the ARN of a grader function like arn:aws:lambda:us-east-1:111122223333:function:grader, got ${JSON.stringify(arn)}.`,
    { remedy: 'https://docs.aws.amazon.com/bedrock/latest/userguide/reward-functions.html' },
  );
}

/** Base model id inside an id, an inference profile or an ARN of either: `us.amazon.nova-pro-v1:0` → `amazon.nova-pro-v1:0`. */
export const teacherId = (teacher: string): string => /amazon\.nova-[^/]*$/.exec(teacher)?.[0] ?? teacher;

/** @throws {InputError} `teacher-unsupported` */
export function checkTeacher(teacher: string, student: string | undefined): string {
  const students = TEACHERS[teacherId(teacher)];
  if (students && (student === undefined || students.includes(student))) return teacher;
  const known = Object.entries(TEACHERS).map(([id, names]) => `${id} → ${names.join(', ')}`);
  throw new InputError(
    'teacher-unsupported',
    `Bedrock does not distil ${JSON.stringify(teacher)}${student === undefined ? '' : ` into ${student}`}.`,
    { remedy: `Known pairs: ${known.join('; ')}.` },
  );
}

const TAG_TEXT = /^[a-zA-Z0-9\s._:/=+@-]*$/;

/** @throws {InputError} `option-invalid` */
export function checkTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(tags);
  const wrong = entries.find(
    ([key, value]) =>
      key.length < 1 || key.length > 128 || value.length > 256 || !TAG_TEXT.test(key) || !TAG_TEXT.test(value),
  );
  if (wrong === undefined && entries.length <= 200) return tags;
  throw new InputError(
    'option-invalid',
    `Expected at most 200 tags of letters, digits, blanks and ._:/=+@- (keys to 128, values to 256 characters), got ${
      wrong ? JSON.stringify(`${wrong[0]}=${wrong[1]}`) : entries.length
    }.`,
  );
}

/** @throws {InputError} `option-invalid` */
export function checkClientToken(token: string): string {
  if (/^[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?$/.test(token)) return token;
  throw new InputError(
    'option-invalid',
    `Expected a client request token of 1 to 256 letters, digits and inner hyphens, got ${JSON.stringify(token)}.`,
  );
}
