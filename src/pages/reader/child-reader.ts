import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Page } from '../page.ts';
import { type ReadReply, type ReadRequest, unpackError } from './messages.ts';

/** The reading process ended, or hung and was ended, while it read a page. */
export class ReaderCrashedError extends Error {
  readonly code = 'page-reader-crashed';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReaderCrashedError';
  }
}

/** One reading process. */
export interface ChildReader {
  /** Process id; undefined when the process could not be started. */
  readonly pid: number | undefined;
  readonly alive: boolean;
  /**
   * Reads one page; not to be called again before it settles.
   * @throws {ReaderCrashedError} when the process ends first
   */
  read(image: Uint8Array): Promise<Page>;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/** A page takes one to three seconds; a process silent for this long hangs, milliseconds. */
const PAGE_TIMEOUT_MS = 120_000;
/** How much of the process's stderr is kept to say why it crashed, characters. */
const STDERR_TAIL = 2000;

const IS_SOURCE = import.meta.url.endsWith('.ts');

/** Starts a reading process. It does not keep this process alive while idle, and ends by itself when this one is gone. */
export function startChildReader(): ChildReader {
  const child = forkChild();
  const death = watchDeath(child);
  holdParent(child, false);
  return {
    pid: child.pid,
    get alive() {
      return death.reason === undefined;
    },
    read: (image) => exchange(child, death, { image }),
    async stop() {
      if (death.reason === undefined) {
        // Otherwise a process that has nothing else to do would end before its child has.
        holdParent(child, true);
        child.kill();
      }
      await death.happened;
    },
  };
}

function forkChild(): ChildProcess {
  // Type-checked source cannot name its compiled sibling, so the entry's extension follows this file's own.
  const entry = new URL(`./reader-child${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url);
  return fork(entry, {
    execArgv: IS_SOURCE ? ['--import', tsxLoader()] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** TypeScript source runs only in this project's own checkout, where tsx is a development dependency. */
function tsxLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

interface Death {
  /** Why the process ended; undefined while it lives. */
  reason: string | undefined;
  readonly happened: Promise<void>;
  /** Called once when it ends. A set, not promises: what has been read must not be kept until then. */
  readonly mourners: Set<() => void>;
}

function watchDeath(child: ChildProcess): Death {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL);
  });
  let announce: () => void = () => undefined;
  const death: Death = {
    reason: undefined,
    happened: new Promise((resolve) => {
      announce = resolve;
    }),
    mourners: new Set(),
  };
  const die = (how: string): void => {
    const words = tail.trim();
    death.reason ??= words === '' ? how : `${how}; it said: ${words}`;
    announce();
    for (const mourner of [...death.mourners]) mourner();
  };
  child.on('error', (error) => {
    if (child.pid === undefined) die(`it could not be started (${error.message})`);
    else child.kill('SIGKILL');
  });
  // Not `exit`: what it said last may still be in the pipe then.
  child.once('close', (code, signal) => die(signal === null ? `exit code ${code}` : `signal ${signal}`));
  return death;
}

/** Whether the process, its channel and its stderr keep this one alive. */
function holdParent(child: ChildProcess, hold: boolean): void {
  const how = hold ? 'ref' : 'unref';
  child[how]();
  child.channel?.[how]();
  // The declared type is a plain stream; a pipe to a process is a socket.
  if (child.stderr instanceof Socket) child.stderr[how]();
}

function exchange(child: ChildProcess, death: Death, request: ReadRequest): Promise<Page> {
  if (death.reason !== undefined) return Promise.reject(crashed(death));
  holdParent(child, true);
  return new Promise<Page>((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      child.off('message', onReply);
      death.mourners.delete(onDeath);
      if (death.reason === undefined) holdParent(child, false);
      act();
    };
    const onReply = (reply: ReadReply): void =>
      settle(() => (reply.ok ? resolve(reply.page) : reject(unpackError(reply.error))));
    const onDeath = (): void => settle(() => reject(crashed(death)));
    const timer = setTimeout(() => {
      death.reason ??= `no answer within ${PAGE_TIMEOUT_MS / 1000} seconds`;
      child.kill('SIGKILL');
    }, PAGE_TIMEOUT_MS);
    child.on('message', onReply);
    death.mourners.add(onDeath);
    child.send(request, (error) => {
      if (error !== null) child.kill('SIGKILL');
    });
  });
}

const crashed = ({ reason }: Death): ReaderCrashedError =>
  new ReaderCrashedError(`The page reading process ended: ${reason}.`);
