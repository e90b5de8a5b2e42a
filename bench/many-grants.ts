/**
 * Scenario: what the number of grants on a key costs those who are allowed by one, and by no policy. Two stores, with few
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
/** Users that send the measured requests, in turn. */
const BUSY = 1_000;
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
  return bench.load(served, { operation: 'Encrypt', bodies: [body], seconds, credentials: users.slice(0, BUSY) });
}

export async function measureManyGrants(bench: Bench): Promise<ScenarioResult> {
  const { rounds, seconds, warmUpSeconds, grants, users } = bench.options;
  const few = await openStore(bench, FEW, FEW);
  const many = await openStore(bench, grants, users);
  for (const store of [few, many]) await load(bench, store, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    for (const store of round % 2 === 0 ? [few, many] : [many, few]) store.rounds.push(await load(bench, store, seconds));
  }
  const [small, large] = [summarise(few.rounds), summarise(many.rounds)];
  const resident = { few: residentMiB(few.served.pid), many: residentMiB(many.served.pid) };
  for (const { served } of [few, many]) await served.stop();
  const share = large.perCpuSecond / small.perCpuSecond;
  return {
    scenario: 'many-grants',
    rows: { [few.what]: small, [many.what]: large, 'resident, MiB': resident },
    verdicts: [atLeast('rate per CPU second, share of that with few grants', share, RATE_SHARE)],
  };
}
