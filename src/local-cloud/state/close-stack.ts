/** What has been opened, to be closed in reverse order. */
export interface CloseStack {
  /** @param step closes what has just been opened. */
  push(step: () => unknown): void;
  /** Runs every step, also after one has failed, and then rejects with the first failure. Idempotent. */
  close(): Promise<void>;
}

export function createCloseStack(): CloseStack {
  const steps: (() => unknown)[] = [];
  let closed: Promise<void> | undefined;
  return {
    push: (step) => {
      steps.push(step);
    },
    close: () => {
      closed ??= closeAll(steps.reverse());
      return closed;
    },
  };
}

async function closeAll(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
