/**
 * Delivery's thread: reads the journal, compresses, and talks to the sink, so that none of it is the event loop's.
 *
 *     to it:   {id, task}                           from it:   {id, result}, {id, error}
 *              {id, dataKey} or {id, dataKeyError}             {id, wants: {bucket, key}}       a data key for an object
 */
import { parentPort, workerData } from 'node:worker_threads';
import { BucketRefusal } from './contract.ts';
import { type Delivered, runTask, type Task } from './courier-tasks.ts';
import { type DataKey, PutRefusal, type Sink, type SinkConfig } from './sinks/contract.ts';
import { openSink } from './sinks/open.ts';

export type ToThread =
  | { readonly id: number; readonly task: Task }
  | { readonly id: number; readonly dataKey: DataKey }
  | { readonly id: number; readonly dataKeyError: { readonly code: string; readonly message: string } };

export type FromThread =
  | { readonly id: number; readonly result: Delivered | undefined }
  | { readonly id: number; readonly wants: { readonly bucket: string; readonly key: string } }
  | { readonly id: number; readonly error: ThreadError };

export interface ThreadError {
  readonly kind: 'put' | 'bucket' | 'other';
  readonly code: string;
  readonly message: string;
}

const port = parentPort!;
const waiting = new Map<number, PromiseWithResolvers<DataKey>>();
let sink: Promise<Sink> | undefined;

port.on('message', (message: ToThread) => {
  if ('task' in message) void run(message.id, message.task);
  else if ('dataKey' in message) waiting.get(message.id)?.resolve(ownBuffers(message.dataKey));
  else waiting.get(message.id)?.reject(new PutRefusal(message.dataKeyError.code, message.dataKeyError.message));
});

async function run(id: number, task: Task): Promise<void> {
  try {
    sink ??= openSink(workerData as SinkConfig);
    const result = await runTask(task, await sink, (bucket, key) => askForKey(id, bucket, key));
    answer({ id, result });
  } catch (error) {
    answer({ id, error: errorOf(error) });
  } finally {
    waiting.delete(id);
  }
}

/** A task puts one object at a time, so it waits for one key at a time. */
function askForKey(id: number, bucket: string, key: string): Promise<DataKey> {
  const asked = Promise.withResolvers<DataKey>();
  waiting.set(id, asked);
  answer({ id, wants: { bucket, key } });
  return asked.promise;
}

const answer = (message: FromThread): void => port.postMessage(message);

/** Buffers arrive as plain arrays. */
const ownBuffers = (key: DataKey): DataKey => ({ ...key, plaintext: Buffer.from(key.plaintext), encrypted: Buffer.from(key.encrypted) });

function errorOf(error: unknown): ThreadError {
  if (error instanceof PutRefusal) return { kind: 'put', code: error.code, message: error.message };
  if (error instanceof BucketRefusal) return { kind: 'bucket', code: error.kind, message: error.message };
  return { kind: 'other', code: 'InternalError', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
