import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TrainingEvent } from '../stand-in.ts';
import { StandInError } from '../stand-in-error.ts';
import type { TrainerMessage, TrainerOrder, TrainerRequest } from './messages.ts';

export type { TrainerRequest } from './messages.ts';

/** Characters of the child's error output that an error quotes. */
const QUOTED_OUTPUT = 2000;

/**
 * Trains in a child process, so that the caller stays responsive, and reports as `trainStandIn` does.
 * Ending the generator early or aborting kills the child and leaves no partial artifact.
 * @returns the artifact's place and size in bytes
 * @throws the signal's reason on abort; {@link StandInError} or Error with the child's own message when it fails
 */
export async function* runTrainer(
  request: TrainerRequest,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<TrainingEvent, { readonly artifactFile: string; readonly bytes: number }> {
  signal.throwIfAborted();
  const { artifactFile } = request;
  // A fixed name: what a killed run left is overwritten by the next.
  const temporaryFile = `${artifactFile}.partial`;
  const child = startChild();
  // A child that does not start never exits.
  const exited = once(child, 'exit').catch(() => undefined);
  const messages = new ChildMessages(child);
  const abandon = (): void => {
    child.kill('SIGKILL');
    messages.push({ type: 'failed', message: 'The training was aborted.' });
  };
  signal.addEventListener('abort', abandon, { once: true });
  try {
    const order: TrainerOrder = { request, temporaryFile };
    child.send(order, () => undefined);
    for (;;) {
      const message = await messages.next();
      signal.throwIfAborted();
      if (message.type === 'failed') throw failureOf(message);
      if (message.type === 'done') {
        await rename(temporaryFile, artifactFile);
        return { artifactFile, bytes: message.bytes };
      }
      yield message.event;
    }
  } finally {
    signal.removeEventListener('abort', abandon);
    child.kill('SIGKILL');
    await exited;
    await rm(temporaryFile, { force: true });
  }
}

function startChild(): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(isSource ? 'trainer-process.ts' : 'trainer-process.js', import.meta.url));
  // Not the parent's own flags: a debugger or test runner must not reach into the child.
  const execArgv = isSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
  return fork(file, [], { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

function failureOf({ message, code }: Extract<TrainerMessage, { type: 'failed' }>): Error {
  const isOurs = code === 'STAND_IN_TRAINING' || code === 'STAND_IN_PAGES';
  return isOurs ? new StandInError(code, message) : new Error(message);
}

/** The child's messages as they are asked for; its death is the last of them. */
class ChildMessages {
  readonly #waiting: TrainerMessage[] = [];
  #wake: (() => void) | undefined;
  #output = '';

  constructor(child: ChildProcess) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#output = (this.#output + text).slice(-QUOTED_OUTPUT);
    });
    child.on('message', (message) => this.push(message as TrainerMessage));
    child.once('error', (error) =>
      this.push({ type: 'failed', message: `The trainer did not start: ${error.message}` }),
    );
    // 'close' comes after the last message and the last output.
    child.once('close', (code, signal) => {
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      this.push({ type: 'failed', message: `The trainer ended ${how} before it was done. ${this.#output}`.trim() });
    });
  }

  push(message: TrainerMessage): void {
    this.#waiting.push(message);
    this.#wake?.();
  }

  async next(): Promise<TrainerMessage> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
