/** Delivery's thread as the main thread sees it. It starts with the first task, and anew should it ever die. */
import { Worker } from 'node:worker_threads';
import { BucketRefusal } from './contract.ts';
import type { Delivered, KeyMaker, Task } from './courier-tasks.ts';
import type { FromThread, ThreadError, ToThread } from './courier-thread.ts';
import { PutRefusal, type SinkConfig } from './sinks/contract.ts';

const NO_SINK = 'Trent was started without a place for buckets: --trail-directory or --trail-s3.';

interface Job {
  readonly keyFor: KeyMaker;
  resolve(result: Delivered | undefined): void;
  reject(error: Error): void;
}

export class Courier {
  readonly #sink: SinkConfig | undefined;
  readonly #jobs = new Map<number, Job>();
  #worker: Worker | undefined;
  #count = 0;

  /** @param sink `undefined`: there is none, and every task is refused */
  constructor(sink: SinkConfig | undefined) {
    this.#sink = sink;
  }

  /** @throws BucketRefusal, PutRefusal */
  async run(task: Task, keyFor: KeyMaker): Promise<Delivered | undefined> {
    if (!this.#sink) throw task.kind === 'check' ? new BucketRefusal('none', NO_SINK) : new PutRefusal('NoSuchBucket', NO_SINK);
    const id = ++this.#count;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#jobs.set(id, { keyFor, resolve, reject });
      worker.ref();
      worker.postMessage({ id, task } satisfies ToThread);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail(new PutRefusal('ServiceUnavailable', 'the server stops'));
  }

  #start(): Worker {
    const worker = new Worker(new URL('./courier-thread.ts', import.meta.url), {
      name: 'trent-delivery',
      workerData: this.#sink,
      execArgv: [],
      env: sinkEnvironment(),
    });
    worker.unref();
    worker.on('message', (message: FromThread) => void this.#heard(worker, message));
    worker.on('error', (error) => this.#gone(worker, error as Error));
    worker.on('exit', () => this.#gone(worker, new Error('the delivery thread ended')));
    return worker;
  }

  async #heard(worker: Worker, message: FromThread): Promise<void> {
    const job = this.#jobs.get(message.id);
    if (!job) return;
    if ('wants' in message) return this.#giveKey(worker, job, message.id, message.wants);
    this.#jobs.delete(message.id);
    if (this.#jobs.size === 0) worker.unref();
    if ('error' in message) job.reject(errorOf(message.error));
    else job.resolve(message.result);
  }

  async #giveKey(worker: Worker, { keyFor }: Job, id: number, { bucket, key }: { bucket: string; key: string }): Promise<void> {
    let answer: ToThread;
    try {
      answer = { id, dataKey: await keyFor(bucket, key) };
    } catch (error) {
      const { code = 'InternalError', message } = error as Error & { code?: string };
      answer = { id, dataKeyError: { code, message } };
    }
    worker.postMessage(answer);
    if ('dataKey' in answer) answer.dataKey.plaintext.fill(0);
  }

  #gone(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#fail(error);
  }

  #fail(error: Error): void {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) job.reject(error);
  }
}

function errorOf({ kind, code, message }: ThreadError): Error {
  if (kind === 'put') return new PutRefusal(code, message);
  if (kind === 'bucket') return new BucketRefusal(code as BucketRefusal['kind'], message);
  return new Error(message);
}

/** What AWS's client looks for credentials in. Other secrets of the process are not the thread's business. */
const sinkEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(AWS_|HOME$|USERPROFILE$|NODE_EXTRA_CA_CERTS$)/.test(name)));
