import { randomInt } from 'node:crypto';

const ID_SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ID_LENGTH = 17;

/** Unique ids of IAM: `AROA…` roles, `ANPA…` managed policies, `ASIA…` temporary access keys; 21 or 20 characters. */
export function uniqueId(prefix: 'AROA' | 'ANPA' | 'ASIA'): string {
  const length = prefix === 'ASIA' ? ID_LENGTH - 1 : ID_LENGTH;
  return prefix + Array.from({ length }, () => ID_SYMBOLS[randomInt(ID_SYMBOLS.length)]).join('');
}

export function roleArn(accountId: string, path: string, name: string): string {
  return `arn:aws:iam::${accountId}:role${path}${name}`;
}

export function policyArn(accountId: string, path: string, name: string): string {
  return `arn:aws:iam::${accountId}:policy${path}${name}`;
}

/** @returns account and name of a role ARN, or undefined when the text is none. The path is left to the stored ARN. */
export function parseRoleArn(arn: string): { readonly accountId: string; readonly name: string } | undefined {
  const [, accountId, name] = /^arn:aws:iam::(\d{12}):role\/(?:[!-~]*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  return accountId !== undefined && name !== undefined ? { accountId, name } : undefined;
}

/** Policy documents leave IAM percent-encoded by RFC 3986, which leaves fewer characters alone than `encodeURIComponent`. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
