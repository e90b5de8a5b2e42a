/** A worker thread of slow-pool.ts: one task at a time, one answer a task. */
import { parentPort } from 'node:worker_threads';
import { runTask, type SignTask, type VerifyTask } from './slow-tasks.ts';

export type Answer = { readonly result: Uint8Array | boolean } | { readonly error: string };

parentPort?.on('message', (task: SignTask | VerifyTask) => parentPort?.postMessage(answer(task)));

function answer(task: SignTask | VerifyTask): Answer {
  try {
    return { result: runTask(task) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'failed' };
  }
}
