/**
 * `crypto.sign` and nothing else, on all cores, in a process of its own. Two ways, as it depends on the algorithm which
 * is faster: `workers`, a thread a core that signs synchronously; `pool`, the asynchronous form on libuv's thread pool.
 * Run as `sign-alone.ts KEYSPEC MODE SECONDS`; answers `SignAlone` over IPC.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export interface SignAlone {
  readonly signatures: number;
  /** For which each thread signed; a worker's start is not counted. */
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Signatures between two looks at the clock, and in flight on the pool. */
const BATCH = 32;
const WARM_UP_SECONDS = 0.5;

function makeKey(keySpec: string): KeyObject {
  if (keySpec === 'ECC_NIST_P256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: Number(keySpec.replace('RSA_', '')) }).privateKey;
}

const message = randomBytes(32);

function signSynchronously(key: KeyObject, seconds: number): number {
  const endsAt = performance.now() + seconds * 1000;
  let count = 0;
  while (performance.now() < endsAt) {
    for (let i = 0; i < BATCH; i++) sign('sha256', message, key);
    count += BATCH;
  }
  return count;
}

async function signOnPool(key: KeyObject, seconds: number): Promise<number> {
  const endsAt = performance.now() + seconds * 1000;
  let count = 0;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => sign('sha256', message, key, (error) => (error ? reject(error) : resolve())));
  const lane = async (): Promise<void> => {
    for (; performance.now() < endsAt; count++) await one();
  };
  await Promise.all(Array.from({ length: BATCH }, lane));
  return count;
}

function signOnWorkers(key: KeyObject, seconds: number): Promise<number> {
  const one = (): Promise<number> => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    new Worker(new URL(import.meta.url), { workerData: { key, seconds } }).once('message', resolve).once('error', reject);
    return promise;
  };
  return Promise.all(Array.from({ length: availableParallelism() }, one)).then((counts) => counts.reduce((a, b) => a + b));
}

async function measure(keySpec: string, mode: string, seconds: number): Promise<SignAlone> {
  const key = makeKey(keySpec);
  const run = (time: number): Promise<number> => (mode === 'pool' ? signOnPool(key, time) : signOnWorkers(key, time));
  await run(WARM_UP_SECONDS);
  const cpu = process.cpuUsage();
  const signatures = await run(seconds);
  const { user, system } = process.cpuUsage(cpu);
  return { signatures, seconds, cpuSeconds: (user + system) / 1e6 };
}

if (isMainThread) {
  const [keySpec, mode, seconds] = process.argv.slice(2) as [string, string, string];
  process.send?.(await measure(keySpec, mode, Number(seconds)));
  process.disconnect?.();
} else {
  const { key, seconds } = workerData as { key: KeyObject; seconds: number };
  parentPort?.postMessage(signSynchronously(key, seconds));
}
