/** What delivery's thread is asked to do, and how the two threads say it. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type DeliveryPlan, LogFiles } from './log-files.ts';
import type { DataKey, Sink, SinkObject } from './sinks/contract.ts';

export type Task =
  | { readonly kind: 'check'; readonly bucket: string }
  /** Body uncompressed. */
  | { readonly kind: 'put'; readonly object: SinkObject }
  /** @property journal its directory @property id of the deliveries */
  | { readonly kind: 'deliver'; readonly journal: string; readonly id: string; readonly plan: DeliveryPlan };

/** A log file that was delivered. */
export interface DeliveredFile {
  readonly region: string;
  readonly key: string;
  readonly hash: string;
  readonly newest: number;
  readonly oldest: number;
}

export interface Delivered {
  readonly files: readonly DeliveredFile[];
  /** Segments of the journal that were gone before they were delivered. */
  readonly dropped: number;
}

/** Makes the data key of an object. */
export type KeyMaker = (bucket: string, key: string) => Promise<DataKey>;

const compress = promisify(gzip);

export async function runTask(task: Task, sink: Sink, keyFor: KeyMaker): Promise<Delivered | undefined> {
  switch (task.kind) {
    case 'check':
      await sink.check(task.bucket);
      return undefined;
    case 'put':
      await putCompressed(sink, task.object, keyFor);
      return undefined;
    case 'deliver':
      return deliver(task, sink, keyFor);
  }
}

async function deliver({ journal, id, plan }: Task & { kind: 'deliver' }, sink: Sink, keyFor: KeyMaker): Promise<Delivered> {
  const { bucket, kmsKeyArn } = plan.definition;
  const logs = new LogFiles(id, plan);
  const files: DeliveredFile[] = [];
  for await (const { bytes, ...file } of logs.made(journal)) {
    await putCompressed(sink, { bucket, key: file.key, body: bytes, metadata: {}, kmsKeyArn }, keyFor);
    files.push(file);
  }
  return { files, dropped: logs.dropped };
}

async function putCompressed(sink: Sink, object: SinkObject, keyFor: KeyMaker): Promise<void> {
  const body = await compress(object.body);
  await sink.put({ ...object, body }, () => keyFor(object.bucket, object.key));
}
