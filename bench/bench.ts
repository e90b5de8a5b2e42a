/** What every scenario works with: the load generator, servers that end with the run, and directories that go with them. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, nextMessage, start } from './child.ts';
import type { LoadJob, LoadReply, LoadResult } from './load-job.ts';
import type { BenchOptions } from './options.ts';
import { serve } from './served.ts';
import type { Served } from './served.ts';

export interface Target {
  readonly url: string;
  readonly pid: number;
}

/** Which part of a `LoadJob` differs between two rounds of one scenario. */
export type Work = Pick<LoadJob, 'operation' | 'bodies' | 'seconds' | 'credentials'> & Partial<Pick<LoadJob, 'service' | 'connections' | 'distinct' | 'once'>>;

export class Bench {
  readonly options: BenchOptions;
  readonly #load = start('load.ts');
  readonly #cleanUp: (() => Promise<void> | void)[] = [];

  constructor(options: BenchOptions) {
    this.options = options;
  }

  /** One round of load. @throws Error for the first answer that is not a 200 */
  async load(target: Target, work: Work): Promise<LoadResult> {
    const { connections, distinct } = this.options;
    const job: LoadJob = { url: target.url, pid: target.pid, connections, distinct, ...work };
    const reply = await ask<LoadReply>(this.#load, job);
    if ('error' in reply) throw new Error(reply.error);
    return reply.result;
  }

  /** The server under test, on a new data directory or the one given. */
  async serve(dataDir?: string, nodeFlags: readonly string[] = [], flags: readonly string[] = []): Promise<Served> {
    const dir = dataDir ?? join(await this.temporaryDir(), 'data');
    const served = await serve({ command: this.options.server, dataDir: dir, nodeFlags, flags });
    this.#cleanUp.push(() => served.stop());
    return served;
  }

  async temporaryDir(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'trent-bench-'));
    this.#cleanUp.push(() => rm(dir, { recursive: true, force: true }));
    return dir;
  }

  async bareServer(): Promise<{ target: Target; process: ChildProcess }> {
    const child = start('bare-server.ts');
    this.#cleanUp.push(() => child.disconnect());
    const { port } = await nextMessage<{ port: number }>(child);
    return { target: { url: `http://127.0.0.1:${port}`, pid: child.pid as number }, process: child };
  }

  /** Ends what was started, last first. */
  async close(): Promise<void> {
    for (const step of this.#cleanUp.reverse()) await step();
    this.#load.disconnect();
  }
}
