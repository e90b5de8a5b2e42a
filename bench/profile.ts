/**
 * `bench/profile.ts SCENARIO [options of run.ts]`: CPU profile of the server under one operation's load, brought down
 * to the functions with the most self time. Profiling itself slows the server, so read shares, not rates.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Bench, type Work } from './bench.ts';
import { kmsClient } from './kms-client.ts';
import { parseOptions } from './options.ts';
import type { BenchOptions } from './options.ts';
import { servePolicies } from './policies.ts';
import { CONTEXT, POLICIES_KEY, POLICIES_USER } from './policies-seed.ts';
import type { Served } from './served.ts';
import { bodiesFor, sign, WORKLOADS } from './workloads.ts';
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
  if (found === undefined) throw new RangeError(`a scenario is one of ${all.map((workload) => workload.name).join(', ')}, policies`);
  return found;
}

interface Subject {
  readonly trent: Served;
  readonly work: Pick<Work, 'service' | 'operation' | 'bodies' | 'credentials'>;
}

type Start = (bench: Bench, nodeFlags: readonly string[]) => Promise<Subject>;

const startWorkload = (workload: Workload): Start => async (bench, nodeFlags) => {
  const trent = await bench.serve(undefined, nodeFlags);
  const client = kmsClient(trent, workload.service);
  const bodies = await workload.prepare(client, bench.options.distinct);
  client.close();
  const { service, operation } = workload;
  return { trent, work: { service, operation, bodies, credentials: trent.credentials } };
};

/** Encrypt of scenario `policies`. */
const startPolicies: Start = async (bench, nodeFlags) => {
  const trent = await servePolicies(bench, nodeFlags);
  const client = kmsClient({ ...trent, credentials: POLICIES_USER });
  const bodies = await bodiesFor('Encrypt', client, POLICIES_KEY, bench.options.distinct, CONTEXT);
  client.close();
  return { trent, work: { operation: 'Encrypt', bodies, credentials: POLICIES_USER } };
};

async function profile(name: string, start: Start, options: BenchOptions): Promise<void> {
  const bench = new Bench(options);
  const seconds = SETTLED_SECONDS + options.seconds;
  try {
    const profiles = await bench.temporaryDir();
    const { trent, work } = await start(bench, ['--cpu-prof', '--cpu-prof-dir', profiles]);
    await bench.load(trent, { ...work, seconds });
    await trent.stop();
    for (const file of readdirSync(profiles)) {
      const parsed = JSON.parse(readFileSync(`${profiles}/${file}`, 'utf8')) as CpuProfile;
      show(`${name}: self time by folder`, selfTimes(parsed, folder), 20);
      show(`${name}: self time by function`, selfTimes(parsed, label), SHOWN);
    }
  } finally {
    await bench.close();
  }
}

const [scenario = 'encrypt', ...flags] = process.argv.slice(2);
const options = parseOptions(flags);
if (options !== undefined) await profile(scenario, scenario === 'policies' ? startPolicies : startWorkload(workloadOf(scenario)), options);
