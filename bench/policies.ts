/**
 * Scenario: what policies cost. A user whom the 19th of 20 statements allows, on a key with a policy of five and a grant,
 * next to the administrator on a key with the default policy, and to the bare server, in alternating rounds.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Target } from './bench.ts';
import { ask } from './child.ts';
import { kmsClient } from './kms-client.ts';
import type { LoadResult } from './load-job.ts';
import { CONTEXT, POLICIES_KEY, POLICIES_USER, policiesSeed } from './policies-seed.ts';
import type { Served } from './served.ts';
import { atLeast, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';
import { bodiesFor, type OnKey } from './workloads.ts';

/** Of the bare server's answers per CPU second, and of the administrator's. */
const BARE_SHARE = 0.42;
const ADMINISTRATOR_SHARE = 0.85;
const OPERATIONS: readonly OnKey[] = ['Encrypt', 'Decrypt', 'GenerateDataKey'];

interface Side {
  readonly target: Target;
  readonly credentials: Served['credentials'];
  readonly bodies: readonly string[];
  readonly rounds: LoadResult[];
}

export async function* measurePolicies(bench: Bench): AsyncGenerator<ScenarioResult> {
  const trent = await servePolicies(bench);
  const bare = await bench.bareServer();
  for (const operation of OPERATIONS) {
    const sides = await sidesOf(bench, trent, operation, bare.target);
    const run = ({ target, credentials, bodies }: Side, seconds: number): Promise<LoadResult> =>
      bench.load(target, { operation, bodies, seconds, credentials });
    const { rounds, seconds, warmUpSeconds } = bench.options;
    for (const side of sides) {
      const { bodyBytes } = await run(side, warmUpSeconds);
      if (side.target !== bare.target) await ask(bare.process, { bodyBytes });
    }
    for (let round = 0; round < rounds; round++) {
      for (const side of round % 2 === 0 ? sides : [...sides].reverse()) side.rounds.push(await run(side, seconds));
    }
    yield report(operation, sides);
  }
  await trent.stop();
}

/** A server with the key, the user and all that the policies name. */
export async function servePolicies(bench: Bench, nodeFlags: readonly string[] = []): Promise<Served> {
  const file = join(await bench.temporaryDir(), 'seed.json');
  writeFileSync(file, policiesSeed());
  return bench.serve(undefined, nodeFlags, ['--seed', file]);
}

async function sidesOf(bench: Bench, trent: Served, operation: OnKey, bare: Target): Promise<readonly [Side, Side, Side]> {
  const { distinct } = bench.options;
  const administrator = kmsClient(trent);
  const user = kmsClient({ ...trent, credentials: POLICIES_USER });
  const ofUser = await bodiesFor(operation, user, POLICIES_KEY, distinct, CONTEXT);
  const ofAdministrator = await bodiesFor(operation, administrator, await administrator.createKey(), distinct, CONTEXT);
  for (const client of [administrator, user]) client.close();
  return [
    { target: trent, credentials: POLICIES_USER, bodies: ofUser, rounds: [] },
    { target: trent, credentials: trent.credentials, bodies: ofAdministrator, rounds: [] },
    { target: bare, credentials: POLICIES_USER, bodies: ofUser, rounds: [] },
  ];
}

function report(operation: OnKey, sides: readonly [Side, Side, Side]): ScenarioResult {
  const [policies, administrator, bare] = [summarise(sides[0].rounds), summarise(sides[1].rounds), summarise(sides[2].rounds)];
  return {
    scenario: `policies, ${operation}`,
    rows: { policies, administrator, bare },
    verdicts: [
      atLeast('answers per CPU second, share of the bare server', policies.perCpuSecond / bare.perCpuSecond, BARE_SHARE),
      atLeast('share of the administrator', policies.perCpuSecond / administrator.perCpuSecond, ADMINISTRATOR_SHARE),
    ],
  };
}
