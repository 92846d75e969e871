/** What an operation has answered. */
export type Output = Readonly<Record<string, unknown>>;

/** Calls an operation of a service with the AWS SDK and holds the answer against what AWS publishes. @throws when it is refused. */
export type Caller = (service: string, operation: string, input?: Readonly<Record<string, unknown>>) => Promise<Output>;

/** A member of an answer by its path, e.g. `Role.Arn` or `Contents.0.Key`. */
export function at(output: Output, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !(key in value)) {
      throw new Error(`expected ${path}, got ${JSON.stringify(output)}`);
    }
    return (value as Record<string, unknown>)[key];
  }, output);
}

export const textAt = (output: Output, path: string): string => String(at(output, path));

/** Milliseconds between two looks, and looks before giving up. */
const POLL_MS = 30;
const LOOKS = 600;

/** Looks until the status is one of `ends`. */
export async function until(look: () => Promise<Output>, ends: readonly string[]): Promise<Output> {
  let last: Output = {};
  for (let count = 0; count < LOOKS; count += 1) {
    last = await look();
    if (ends.includes(String(last.status))) return last;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`expected the status ${ends.join(' or ')}, got ${JSON.stringify(last)}`);
}

export const ACCOUNT = '111122223333';
export const BUCKET = 'conformance-documents';
