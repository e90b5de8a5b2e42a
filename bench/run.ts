/** `npm run bench`: runs the scenarios asked for, prints each result as it comes, and writes all of them as JSON. */
import { AgainstBare } from './against-bare.ts';
import { measureAudit } from './audit.ts';
import { Bench } from './bench.ts';
import { measureKeyGeneration } from './key-generation.ts';
import { measureLookupEvents } from './lookup-events.ts';
import { measureManyKeys } from './many-keys.ts';
import { measureManyGrants } from './many-grants.ts';
import { measureManyParameters } from './many-parameters.ts';
import { parseOptions } from './options.ts';
import type { BenchOptions } from './options.ts';
import { measurePolicies } from './policies.ts';
import { requireProc } from './proc.ts';
import { tableOf, writeResults } from './report.ts';
import { measureSign, SIGN_KEYS } from './sign.ts';
import type { ScenarioResult } from './summary.ts';
import { WORKLOADS } from './workloads.ts';

async function* scenarios(bench: Bench): AsyncGenerator<ScenarioResult> {
  const wanted = new Set<string>(bench.options.only);
  if (COMMON.some((name) => wanted.has(name))) yield* common(bench, wanted);
  if (wanted.has('many-keys')) yield await measureManyKeys(bench);
  if (wanted.has('policies')) yield* measurePolicies(bench);
  if (wanted.has('many-grants')) yield await measureManyGrants(bench);
  if (wanted.has('many-parameters')) yield* measureManyParameters(bench);
  if (wanted.has('lookup-events')) yield await measureLookupEvents(bench);
  if (wanted.has('audit')) yield* measureAudit(bench);
}

/** Those that share one server. */
const COMMON: readonly string[] = [...WORKLOADS.map(({ name }) => name), 'sign', 'key-generation'];

async function* common(bench: Bench, wanted: ReadonlySet<string>): AsyncGenerator<ScenarioResult> {
  const trent = await bench.serve();
  const workloads = WORKLOADS.filter(({ name }) => wanted.has(name));
  if (workloads.length > 0) {
    const pair = new AgainstBare(bench, trent, await bench.bareServer());
    for (const workload of workloads) yield await pair.measure(workload);
  }
  if (wanted.has('sign')) {
    for (const [keySpec, algorithm] of SIGN_KEYS) yield await measureSign(bench, trent, keySpec, algorithm);
  }
  if (wanted.has('key-generation')) yield await measureKeyGeneration(bench, trent);
  await trent.stop();
}

async function run(options: BenchOptions): Promise<void> {
  requireProc();
  const bench = new Bench(options);
  const results: ScenarioResult[] = [];
  try {
    for await (const result of scenarios(bench)) {
      process.stdout.write(tableOf(result));
      results.push(result);
    }
    writeResults(options, results);
  } finally {
    await bench.close();
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options !== undefined) await run(options);
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
