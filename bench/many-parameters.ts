/**
 * Scenario: what the number of parameters in a hierarchy costs. Two stores, small and large, with a server each, in
 * alternating rounds: GetParameter of names picked at random, and the first page of the hierarchy, one level and
 * recursive.
 */
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { fillParameters } from './fill-parameters.ts';
import type { LoadResult } from './load-job.ts';
import type { Served } from './served.ts';
import { atLeast, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';

const FEW = 1_000;
/** The measured requests pick among so many at random. */
const PICKED = 10_000;
const RATE_SHARE = 0.9;
const ONCE_SECONDS_MAX = 600;
const HIERARCHY = '/bench/many';

interface Store {
  readonly served: Served;
  readonly names: readonly string[];
}

interface Question {
  readonly name: string;
  readonly operation: string;
  bodies(store: Store): string[];
}

const QUESTIONS: readonly Question[] = [
  {
    name: 'many-parameters GetParameter',
    operation: 'GetParameter',
    bodies: ({ names }) => Array.from({ length: PICKED }, () => JSON.stringify({ Name: names[Math.floor(Math.random() * names.length)] })),
  },
  {
    name: 'many-parameters GetParametersByPath',
    operation: 'GetParametersByPath',
    bodies: () => [false, true].map((Recursive) => JSON.stringify({ Path: HIERARCHY, Recursive })),
  },
];

export async function* measureManyParameters(bench: Bench): AsyncGenerator<ScenarioResult> {
  const few = await openStore(bench, FEW);
  const many = await openStore(bench, bench.options.parameters);
  for (const question of QUESTIONS) yield await measure(bench, question, few, many);
  await few.served.stop();
  await many.served.stop();
}

async function openStore(bench: Bench, count: number): Promise<Store> {
  const dataDir = join(await bench.temporaryDir(), 'data');
  process.stderr.write(`filling a store with ${count} parameters\n`);
  const first = await bench.serve(dataDir);
  await first.stop();
  const names = await fillParameters(dataDir, HIERARCHY, count);
  return { served: await bench.serve(dataDir), names };
}

async function measure(bench: Bench, question: Question, few: Store, many: Store): Promise<ScenarioResult> {
  const { rounds, seconds, warmUpSeconds } = bench.options;
  const sides = [few, many].map((store) => ({ store, bodies: question.bodies(store), rounds: [] as LoadResult[] }));
  const load = ({ store: { served }, bodies }: (typeof sides)[number], time: number, once = false): Promise<LoadResult> => {
    const { credentials } = served;
    const work = { service: 'ssm', operation: question.operation, bodies, seconds: time, credentials, distinct: PICKED, once } as const;
    return bench.load(served, work);
  };
  for (const side of sides) {
    // Each name once, so that what is picked is in the caches of both: else the larger store would still be filling its own.
    await load(side, ONCE_SECONDS_MAX, true);
    await load(side, warmUpSeconds);
  }
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) side.rounds.push(await load(side, seconds));
  }
  const [small, large] = sides.map((side) => summarise(side.rounds)) as [ReturnType<typeof summarise>, ReturnType<typeof summarise>];
  return {
    scenario: question.name,
    rows: { [`${few.names.length} parameters`]: small, [`${many.names.length} parameters`]: large },
    verdicts: [atLeast('rate per CPU second, share of that with few parameters', large.perCpuSecond / small.perCpuSecond, RATE_SHARE)],
  };
}
