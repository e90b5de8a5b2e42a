/** Scenario: Sign next to `crypto.sign` alone on all cores, in alternating rounds. */
import type { Bench } from './bench.ts';
import { nextMessage, start } from './child.ts';
import { kmsClient } from './kms-client.ts';
import type { LoadResult } from './load-job.ts';
import type { Served } from './served.ts';
import type { SignAlone } from './sign-alone.ts';
import { median } from './statistics.ts';
import { atLeast, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';
import { sign } from './workloads.ts';

const PROMISED = 0.8;
const MODES = ['workers', 'pool'] as const;

export const SIGN_KEYS: readonly (readonly [keySpec: string, algorithm: string])[] = [
  ['ECC_NIST_P256', 'ECDSA_SHA_256'],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
];

function signAlone(keySpec: string, mode: string, seconds: number): Promise<SignAlone> {
  // The pool gets a thread a core: that is the machine's worth, and more would only take turns.
  const threads = String(navigator.hardwareConcurrency);
  return nextMessage<SignAlone>(start('sign-alone.ts', [keySpec, mode, String(seconds)], { UV_THREADPOOL_SIZE: threads }));
}

const perSecond = (rounds: readonly SignAlone[]): number => median(rounds.map((round) => round.signatures / round.seconds));
const perCpuSecond = (rounds: readonly SignAlone[]): number => median(rounds.map((round) => round.signatures / round.cpuSeconds));

export async function measureSign(bench: Bench, trent: Served, keySpec: string, algorithm: string): Promise<ScenarioResult> {
  const { rounds, seconds, warmUpSeconds, distinct } = bench.options;
  const workload = sign(keySpec, algorithm);
  const client = kmsClient(trent);
  const bodies = await workload.prepare(client, distinct);
  client.close();
  const load = (time: number): Promise<LoadResult> =>
    bench.load(trent, { operation: workload.operation, bodies, seconds: time, credentials: trent.credentials });

  await load(warmUpSeconds);
  const ours: LoadResult[] = [];
  const alone: Record<(typeof MODES)[number], SignAlone[]> = { workers: [], pool: [] };
  for (let round = 0; round < rounds; round++) {
    ours.push(await load(seconds));
    for (const mode of MODES) alone[mode].push(await signAlone(keySpec, mode, seconds));
  }
  return report(workload.name, ours, alone);
}

function report(scenario: string, ours: readonly LoadResult[], alone: { workers: SignAlone[]; pool: SignAlone[] }): ScenarioResult {
  const trent = summarise(ours);
  const figures = MODES.map((mode) => ({ perSecond: perSecond(alone[mode]), perCpuSecond: perCpuSecond(alone[mode]) }));
  // The faster way is the yardstick.
  const bestPerSecond = Math.max(...figures.map((figure) => figure.perSecond));
  const bestPerCpuSecond = Math.max(...figures.map((figure) => figure.perCpuSecond));
  return {
    scenario,
    rows: { trent, 'crypto.sign, workers': figures[0] ?? {}, 'crypto.sign, pool': figures[1] ?? {} },
    verdicts: [
      atLeast('signatures per second, share of crypto.sign on all cores', trent.perSecond / bestPerSecond, PROMISED),
      atLeast('the same per CPU second', trent.perCpuSecond / bestPerCpuSecond, PROMISED),
    ],
  };
}
