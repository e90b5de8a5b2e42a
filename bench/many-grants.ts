/**
 * Scenario: what the number of grants on a key costs those who are allowed by one, and by no policy. Stores with few
 * grants and users and with many, with a server each, in alternating rounds.
 */
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { fillGrants, type Filled } from './fill-grants.ts';
import type { LoadResult } from './load-job.ts';
import { residentMiB } from './proc.ts';
import type { Served } from './served.ts';
import { atLeast, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';

const FEW = 10;
/** Users that send the measured requests, in turn: picked evenly. */
const BUSY = 250;
const RATE_SHARE = 0.9;

interface Store extends Filled {
  readonly served: Served;
  readonly what: string;
  readonly rounds: LoadResult[];
}

async function openStore(bench: Bench, grants: number, users: number): Promise<Store> {
  const dataDir = join(await bench.temporaryDir(), 'data');
  const what = `${grants} grants, ${users} users`;
  process.stderr.write(`filling a store with ${what}\n`);
  const first = await bench.serve(dataDir);
  await first.stop();
  const filled = await fillGrants(dataDir, grants, users);
  return { ...filled, what, served: await bench.serve(dataDir), rounds: [] };
}

function load(bench: Bench, { served, keyId, users }: Store, seconds: number): Promise<LoadResult> {
  const body = JSON.stringify({ KeyId: keyId, Plaintext: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' });
  return bench.load(served, { operation: 'Encrypt', bodies: [body], seconds, credentials: pickedOf(users) });
}

function pickedOf<T>(users: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.floor(users.length / BUSY));
  return users.filter((_, index) => index % step === 0).slice(0, BUSY);
}

export async function measureManyGrants(bench: Bench): Promise<ScenarioResult> {
  const { rounds, seconds, warmUpSeconds, grants, users } = bench.options;
  const few = await openStore(bench, FEW, FEW);
  // As many users at work as with many grants: tells what they cost apart from what grants cost.
  const same = await openStore(bench, BUSY, BUSY);
  const many = await openStore(bench, grants, users);
  const stores = [few, same, many];
  for (const store of stores) await load(bench, store, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    for (const store of round % 2 === 0 ? stores : [...stores].reverse()) store.rounds.push(await load(bench, store, seconds));
  }
  const resident = { few: residentMiB(few.served.pid), many: residentMiB(many.served.pid) };
  for (const { served } of stores) await served.stop();
  const summaries = stores.map((store) => [store.what, summarise(store.rounds)] as const);
  const [ofFew, ofSame, ofMany] = summaries.map(([, { perCpuSecond }]) => perCpuSecond) as [number, number, number];
  return {
    scenario: 'many-grants',
    rows: { ...Object.fromEntries(summaries), 'resident, MiB': resident },
    verdicts: [
      atLeast('rate per CPU second, share of that with few grants and users', ofMany / ofFew, RATE_SHARE),
      atLeast('share of that with few grants to as many busy users', ofMany / ofSame, RATE_SHARE),
    ],
  };
}
