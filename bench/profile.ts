/**
 * `bench/profile.ts SCENARIO [options of run.ts]`: CPU profile of the server under one operation's load, brought down
 * to the functions with the most self time. Profiling itself slows the server, so read shares, not rates.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Bench } from './bench.ts';
import { kmsClient } from './kms-client.ts';
import { parseOptions } from './options.ts';
import type { BenchOptions } from './options.ts';
import { sign, WORKLOADS } from './workloads.ts';
import { SIGN_KEYS } from './sign.ts';
import type { Workload } from './workloads.ts';

/** The part of Chrome's `.cpuprofile` format that is used; times are microseconds. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** Counted from 0. */
  readonly lineNumber: number;
}

const SHOWN = 45;
/** Samples before this were start-up and the compilers' warm-up. */
const SETTLED_SECONDS = 6;

/** `src/http/answer.ts`, wherever the measured checkout lies. */
const inProject = (url: string): string => url.replace(/^file:.*\/(?=(src|bench|test|node_modules)\/)/, '');

const label = ({ functionName, url, lineNumber }: CallFrame): string =>
  `${functionName || '(anonymous)'}  ${inProject(url)}${url === '' ? '' : `:${lineNumber + 1}`}`;

/** Self time by `labelOf`, microseconds, largest first; idle time left out. */
function selfTimes(profile: CpuProfile, labelOf: (frame: CallFrame) => string): [string, number][] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const totals = new Map<string, number>();
  let at = 0;
  profile.samples.forEach((id, index) => {
    const time = profile.timeDeltas[index] ?? 0;
    at += time;
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)' || at < SETTLED_SECONDS * 1e6) return;
    const name = labelOf(frame);
    totals.set(name, (totals.get(name) ?? 0) + time);
  });
  return [...totals].sort((a, b) => b[1] - a[1]);
}

/** `src/services/kms`, `node:internal`, or what V8 calls it. */
function folder({ functionName, url }: CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  const path = inProject(url);
  const depth = path.startsWith('src/') ? Math.min(3, path.split('/').length - 1) : 1;
  return path.split('/').slice(0, depth).join('/');
}

function show(title: string, times: readonly [string, number][], shown: number): void {
  const total = times.reduce((sum, [, time]) => sum + time, 0);
  process.stdout.write(`\n${title}\n`);
  for (const [name, time] of times.slice(0, shown)) process.stdout.write(`${((100 * time) / total).toFixed(1).padStart(6)} %  ${name}\n`);
}

function workloadOf(name: string): Workload {
  const all = [...WORKLOADS, ...SIGN_KEYS.map(([keySpec, algorithm]) => sign(keySpec, algorithm))];
  const found = all.find((workload) => workload.name === name);
  if (found === undefined) throw new RangeError(`a scenario is one of ${all.map((workload) => workload.name).join(', ')}`);
  return found;
}

async function profile(workload: Workload, options: BenchOptions): Promise<void> {
  const bench = new Bench(options);
  const seconds = SETTLED_SECONDS + options.seconds;
  try {
    const profiles = await bench.temporaryDir();
    const trent = await bench.serve(undefined, ['--cpu-prof', '--cpu-prof-dir', profiles]);
    const client = kmsClient(trent);
    const bodies = await workload.prepare(client, bench.options.distinct);
    client.close();
    await bench.load(trent, { operation: workload.operation, bodies, seconds, credentials: trent.credentials });
    await trent.stop();
    for (const file of readdirSync(profiles)) {
      const parsed = JSON.parse(readFileSync(`${profiles}/${file}`, 'utf8')) as CpuProfile;
      show(`${workload.name}: self time by folder`, selfTimes(parsed, folder), 20);
      show(`${workload.name}: self time by function`, selfTimes(parsed, label), SHOWN);
    }
  } finally {
    await bench.close();
  }
}

const [scenario = 'encrypt', ...flags] = process.argv.slice(2);
const options = parseOptions(flags);
if (options !== undefined) await profile(workloadOf(scenario), options);
