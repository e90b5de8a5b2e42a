/** Scenario: an operation next to a bare `node:http` server, in alternating rounds. */
import type { Bench, Target } from './bench.ts';
import { ask } from './child.ts';
import { kmsClient } from './kms-client.ts';
import type { LoadResult } from './load-job.ts';
import type { Served } from './served.ts';
import { atLeast, atMost, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';
import type { Workload } from './workloads.ts';

/** Shares of the bare server's answers per CPU second: what is promised, and what the project aims for. */
const PROMISED = 0.38;
const AIM = 0.45;
const P99_TIMES = 3;

export class AgainstBare {
  readonly #bench: Bench;
  readonly #trent: Served;
  readonly #bare: Target;
  readonly #setSize: (bodyBytes: number) => Promise<unknown>;

  constructor(bench: Bench, trent: Served, bare: Awaited<ReturnType<Bench['bareServer']>>) {
    this.#bench = bench;
    this.#trent = trent;
    this.#bare = bare.target;
    this.#setSize = (bodyBytes) => ask(bare.process, { bodyBytes });
  }

  async measure(workload: Workload): Promise<ScenarioResult> {
    const { rounds, seconds, warmUpSeconds, distinct } = this.#bench.options;
    const client = kmsClient(this.#trent, workload.service);
    const bodies = await workload.prepare(client, distinct);
    client.close();
    const run = (target: Target, time: number): Promise<LoadResult> =>
      this.#bench.load(target, { service: workload.service, operation: workload.operation, bodies, seconds: time, credentials: this.#trent.credentials });

    const { bodyBytes } = await run(this.#trent, warmUpSeconds);
    await this.#setSize(bodyBytes);
    await run(this.#bare, warmUpSeconds);
    const ours: LoadResult[] = [];
    const theirs: LoadResult[] = [];
    for (let round = 0; round < rounds; round++) {
      // The order alternates, so that neither always follows the other.
      const trentFirst = round % 2 === 0;
      if (trentFirst) ours.push(await run(this.#trent, seconds));
      theirs.push(await run(this.#bare, seconds));
      if (!trentFirst) ours.push(await run(this.#trent, seconds));
    }
    return report(workload, ours, theirs);
  }
}

function report({ name: scenario, promised }: Workload, ours: readonly LoadResult[], theirs: readonly LoadResult[]): ScenarioResult {
  const trent = summarise(ours);
  const bare = summarise(theirs);
  const share = trent.perCpuSecond / bare.perCpuSecond;
  if (promised !== undefined) {
    return { scenario, rows: { trent, bare }, verdicts: [atLeast('answers per CPU second, share of the bare server', share, promised)] };
  }
  return {
    scenario,
    rows: { trent, bare },
    verdicts: [
      atLeast('answers per CPU second, share of the bare server', share, PROMISED),
      atLeast('the same, as the project aims for', share, AIM),
      atMost('p99, times that of the bare server', trent.p99 / bare.p99, P99_TIMES),
    ],
  };
}
