/**
 * The load generator, a process of its own: signs afresh for every job, then keeps each of its connections busy with
 * one request at a time (a closed loop) until the time is over. Started by `run.ts`, which talks to it over IPC.
 *
 * It writes ready-made bytes to plain sockets and looks at an answer's status and length only: on a machine of two
 * cores it must stay well below the cost of the server it loads.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { AnswerParser } from './answer-parser.ts';
import type { LoadJob, LoadReply, LoadResult } from './load-job.ts';
import { cpuSecondsOf } from './proc.ts';
import { Signer } from './signer.ts';
import { Samples } from './statistics.ts';

/** The largest answer read in one piece; GetPublicKey of RSA_4096 is 1.5 KB. */
const READ_BYTES = 16_384;

/** One round. Sockets share its messages, and the first thing that goes wrong ends it. */
class Round {
  readonly #job: LoadJob;
  readonly #messages: readonly Buffer[];
  readonly #samples = new Samples();
  readonly #sockets: Socket[] = [];
  #next = 0;
  #open = 0;
  #endsAt = Number.POSITIVE_INFINITY;
  #bodyBytes = 0;
  #done: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(job: LoadJob, messages: readonly Buffer[]) {
    this.#job = job;
    this.#messages = messages;
  }

  async run(): Promise<LoadResult> {
    const starts = await Promise.all(Array.from({ length: this.#job.connections }, () => this.#connect()));
    const cpu = cpuSecondsOf(this.#job.pid);
    const own = process.cpuUsage();
    const startedAt = performance.now();
    this.#endsAt = startedAt + this.#job.seconds * 1000;
    await new Promise<void>((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      for (const start of starts) start();
    }).finally(() => this.#sockets.forEach((socket) => socket.destroy()));
    const [p50, p99, slowest] = this.#samples.percentiles([0.5, 0.99, 1]) as [number, number, number];
    const loadCpu = process.cpuUsage(own);
    return {
      answers: this.#samples.count,
      seconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: cpuSecondsOf(this.#job.pid) - cpu,
      loadCpuSeconds: (loadCpu.user + loadCpu.system) / 1e6,
      p50,
      p99,
      slowest,
      bodyBytes: this.#bodyBytes,
    };
  }

  /** @returns what sends the connection's first request */
  #connect(): Promise<() => void> {
    const { hostname, port } = new URL(this.#job.url);
    const parser = new AnswerParser();
    let sentAt = 0;
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const onread = { buffer: Buffer.allocUnsafe(READ_BYTES), callback: (bytes: number, buffer: Uint8Array) => read(bytes, buffer) };
    const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
    const send = (): void => {
      sentAt = performance.now();
      socket.write(this.#messages[this.#next++ % this.#messages.length] as Buffer);
    };
    const read = (bytes: number, buffer: Uint8Array): boolean => {
      const now = performance.now();
      if (this.#take(parser, Buffer.from(buffer.buffer, buffer.byteOffset, bytes), now - sentAt)) this.#continue(now, send);
      return true;
    };
    this.#sockets.push(socket);
    socket.once('connect', () => resolve(send));
    socket.on('error', (error) => (this.#failed ?? reject)(error));
    socket.on('end', () => (this.#failed ?? reject)(new Error('the server closed a connection')));
    this.#open++;
    return promise;
  }

  /** @returns whether an answer became whole, and was a 200 */
  #take(parser: AnswerParser, chunk: Buffer, milliseconds: number): boolean {
    try {
      const answer = parser.push(chunk);
      if (answer === undefined) return false;
      if (answer.status !== 200) throw new Error(`${this.#job.operation}: ${answer.status} ${answer.body.toString()}`);
      this.#samples.add(milliseconds);
      if (this.#bodyBytes === 0) this.#bodyBytes = answer.body.length;
      return true;
    } catch (error) {
      this.#failed?.(error as Error);
      return false;
    }
  }

  #continue(now: number, send: () => void): void {
    const isOver = now >= this.#endsAt || (this.#job.once === true && this.#next >= this.#messages.length);
    if (!isOver) send();
    else if (--this.#open === 0) this.#done?.();
  }
}

function sign(job: LoadJob): Buffer[] {
  const now = Date.now();
  const signers = [job.credentials].flat().map((credentials) => new Signer(credentials, now, job.service));
  const { host } = new URL(job.url);
  return Array.from({ length: job.distinct }, (_, index) => {
    const body = job.bodies[index % job.bodies.length] as string;
    return signers[index % signers.length]!.message({ host, operation: job.operation, body });
  });
}

process.on('message', (job: LoadJob) => {
  const reply = (message: LoadReply): void => void process.send?.(message);
  new Round(job, sign(job)).run().then(
    (result) => reply({ result }),
    (error: Error) => reply({ error: error.message }),
  );
});
process.on('disconnect', () => process.exit());
