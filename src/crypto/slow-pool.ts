/**
 * Threads for slow-tasks.ts. They start when first needed, hold the process open only while they work, and end when
 * they have had nothing to do for a while. Tasks wait in order of arrival; nothing is dropped.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SignTask, VerifyTask } from './slow-tasks.ts';
import type { Answer } from './slow-worker.ts';

/** One core stays with the event loop; more than four such threads would only take memory (about 10 MB each). */
const THREADS_MAX = Math.min(4, Math.max(1, availableParallelism() - 1));
const IDLE_MS = 10_000;
/** Neither the options of the process nor its environment, which may hold secrets, are the threads' business. */
const OPTIONS = { name: 'trent-crypto', execArgv: [], env: {} };

interface Job {
  readonly task: SignTask | VerifyTask;
  resolve(result: Uint8Array | boolean): void;
  reject(error: Error): void;
}

class Thread {
  readonly #worker = new Worker(new URL('./slow-worker.ts', import.meta.url), OPTIONS);
  #job: Job | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    this.#worker.on('message', (answer: Answer) => this.#answered(answer));
    this.#worker.on('error', (error) => this.#gone(error));
    this.#worker.on('exit', () => this.#gone(new Error('a crypto thread ended')));
  }

  run(job: Job): void {
    clearTimeout(this.#idle);
    this.#job = job;
    this.#worker.ref();
    this.#worker.postMessage(job.task);
  }

  #answered(answer: Answer): void {
    const job = this.#job;
    this.#job = undefined;
    if ('result' in answer) job?.resolve(answer.result);
    else job?.reject(new Error(answer.error));
    const next = queue.shift();
    if (next) this.run(next);
    else this.#rest();
  }

  #rest(): void {
    this.#worker.unref();
    free.push(this);
    this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
  }

  #end(): void {
    free.splice(free.indexOf(this), 1);
    threads.delete(this);
    void this.#worker.terminate();
  }

  /** A thread died on its own: its task fails, and waiting tasks go to a new one. */
  #gone(error: unknown): void {
    this.#job?.reject(error instanceof Error ? error : new Error('a crypto thread failed'));
    this.#job = undefined;
    clearTimeout(this.#idle);
    if (free.includes(this)) free.splice(free.indexOf(this), 1);
    if (!threads.delete(this)) return;
    const next = queue.shift();
    if (next) start().run(next);
  }
}

const threads = new Set<Thread>();
const free: Thread[] = [];
const queue: Job[] = [];

/** Runs one task in a thread: a signature, or whether one is valid. */
export function runSlow(task: VerifyTask): Promise<boolean>;
export function runSlow(task: SignTask): Promise<Buffer>;
export function runSlow(task: SignTask | VerifyTask): Promise<Buffer | boolean> {
  return new Promise((resolve, reject) => {
    dispatch({ task, reject, resolve: (result) => resolve(typeof result === 'boolean' ? result : Buffer.from(result)) });
  });
}

function dispatch(job: Job): void {
  const thread = free.pop() ?? (threads.size < THREADS_MAX ? start() : undefined);
  if (thread) thread.run(job);
  else queue.push(job);
}

function start(): Thread {
  const thread = new Thread();
  threads.add(thread);
  return thread;
}
