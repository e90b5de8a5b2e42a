/** Scenario: what the number of keys costs. Two stores, small and large, with a server each, in alternating rounds. */
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { fillKeys } from './fill.ts';
import type { LoadResult } from './load-job.ts';
import { residentMiB } from './proc.ts';
import type { Served } from './served.ts';
import { median } from './statistics.ts';
import { atLeast, atMost, summarise } from './summary.ts';
import type { ScenarioResult, Verdict } from './summary.ts';

const FEW = 1_000;
/** The measured requests pick among so many keys at random. */
const PICKED = 10_000;
/** Further keys touched once each, twice over, to see whether memory goes on growing with the keys that were used. */
const SWEEP = 100_000;
const STARTS = 3;
const RATE_SHARE = 0.9;
const START_UP_MS = 2_000;
/** The second sweep may add so much of what the first added. */
const SWEEP_GROWTH_SHARE = 0.5;
/** Resident memory moves by so much for reasons that have nothing to do with keys, MiB. */
const NOISE_MIB = 16;

interface Store {
  readonly served: Served;
  readonly keyIds: readonly string[];
  readonly bodies: readonly string[];
  readonly startUpMs: number;
  readonly residentAtStart: number;
  readonly rounds: LoadResult[];
}

function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}

const encryptBody = (KeyId: string): string => JSON.stringify({ KeyId, Plaintext: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' });

async function openStore(bench: Bench, count: number): Promise<Store> {
  const dataDir = join(await bench.temporaryDir(), 'data');
  process.stderr.write(`filling a store with ${count} keys\n`);
  const first = await bench.serve(dataDir);
  await first.stop();
  const keyIds = shuffled(await fillKeys(dataDir, count));
  const starts: number[] = [];
  for (let i = 1; i < STARTS; i++) {
    const again = await bench.serve(dataDir);
    starts.push(again.startUpMs);
    await again.stop();
  }
  const served = await bench.serve(dataDir);
  starts.push(served.startUpMs);
  const picked = keyIds.slice(0, PICKED);
  return { served, keyIds, bodies: picked.map(encryptBody), startUpMs: median(starts), residentAtStart: residentMiB(served.pid), rounds: [] };
}

const load = (bench: Bench, store: Store, seconds: number): Promise<LoadResult> =>
  bench.load(store.served, { operation: 'Encrypt', bodies: store.bodies, seconds, credentials: store.served.credentials, distinct: PICKED });

/** Touches keys once each. @returns resident memory afterwards, MiB */
async function sweep(bench: Bench, store: Store, keyIds: readonly string[]): Promise<number> {
  const bodies = keyIds.map(encryptBody);
  const { credentials, pid } = store.served;
  await bench.load(store.served, { operation: 'Encrypt', bodies, seconds: 600, credentials, distinct: bodies.length, once: true });
  return residentMiB(pid);
}

export async function measureManyKeys(bench: Bench): Promise<ScenarioResult> {
  const { rounds, seconds, warmUpSeconds, keys } = bench.options;
  const few = await openStore(bench, FEW);
  const many = await openStore(bench, keys);
  for (const store of [few, many]) await load(bench, store, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    for (const store of round % 2 === 0 ? [few, many] : [many, few]) store.rounds.push(await load(bench, store, seconds));
  }
  const afterLoad = residentMiB(many.served.pid);
  const spare = many.keyIds.slice(PICKED, PICKED + 2 * SWEEP);
  const half = spare.length >> 1;
  const afterFirst = await sweep(bench, many, spare.slice(0, half));
  const afterSecond = await sweep(bench, many, spare.slice(half));
  const memory = { start: many.residentAtStart, afterLoad, afterFirst, afterSecond, keysPerSweep: half };
  return report(few, many, memory);
}

/** Resident memory, MiB, at the points where it was read. */
type Memory = Readonly<Record<'start' | 'afterLoad' | 'afterFirst' | 'afterSecond' | 'keysPerSweep', number>>;

function report(few: Store, many: Store, memory: Memory): ScenarioResult {
  const small = summarise(few.rounds);
  const large = summarise(many.rounds);
  const firstGrowth = Math.max(0, memory.afterFirst - memory.afterLoad);
  const verdicts: Verdict[] = [
    atLeast('rate per CPU second, share of that with few keys', large.perCpuSecond / small.perCpuSecond, RATE_SHARE),
    atMost('start-up, ms', many.startUpMs, START_UP_MS),
  ];
  // Fewer keys than the caches hold would say nothing about their bounds.
  if (memory.keysPerSweep === SWEEP) {
    const bound = SWEEP_GROWTH_SHARE * firstGrowth + NOISE_MIB;
    verdicts.push(atMost('MiB added by a second sweep of new keys', memory.afterSecond - memory.afterFirst, bound));
  }
  return {
    scenario: 'many-keys',
    rows: {
      [`${few.keyIds.length} keys`]: small,
      [`${many.keyIds.length} keys`]: large,
      'start-up, ms': { few: few.startUpMs, many: many.startUpMs },
      'resident, MiB': memory,
    },
    verdicts,
  };
}
