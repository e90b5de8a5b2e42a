/**
 * Scenario: what the audit trail costs. The server with durable records next to the same with `--audit-durability async`,
 * and to the bare server, in alternating rounds at 64 connections; the disk's own fsync beside them. Then two minutes of
 * full load, while the backlog of the index is watched.
 */
import { closeSync, fdatasync, open, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuditStatus } from '../src/config.ts';
import { auditStatusOf } from './audit-status.ts';
import type { Bench, Target } from './bench.ts';
import { ask } from './child.ts';
import { kmsClient } from './kms-client.ts';
import type { LoadResult } from './load-job.ts';
import type { Served } from './served.ts';
import { Samples } from './statistics.ts';
import { atLeast, atMost, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';
import { bodiesFor, type OnKey } from './workloads.ts';

/** Of the bare server's answers per CPU second, and of the relaxed build's. */
const BARE_SHARE = 0.38;
const RELAXED_SHARE = 0.85;
const TIMES = 3;
const CONNECTIONS = 64;
const OPERATIONS: readonly OnKey[] = ['Encrypt', 'Decrypt', 'GenerateDataKey'];

/** After each round. */
const SYNCS = 400;
/** What some sixty records need, of which most are short lines. */
const SYNC_BYTES = 16_384;

const SUSTAINED_SECONDS = 120;
const SAMPLES = 24;
/** Seconds of the full rate that may wait to be indexed. */
const BACKLOG_SECONDS_MAX = 5;

interface Side {
  readonly target: Target;
  readonly credentials: Served['credentials'];
  readonly bodies: readonly string[];
  readonly rounds: LoadResult[];
}

export async function* measureAudit(bench: Bench): AsyncGenerator<ScenarioResult> {
  const durable = await bench.serve();
  const relaxed = await bench.serve(undefined, [], ['--audit-durability', 'async']);
  const bare = await bench.bareServer();
  for (const operation of OPERATIONS) {
    const sides = [await sideOf(bench, durable, operation), await sideOf(bench, relaxed, operation)] as const;
    const bareSide: Side = { ...sides[0], target: bare.target, rounds: [] };
    const setSize = (bodyBytes: number): Promise<unknown> => ask(bare.process, { bodyBytes });
    const syncs = new Samples();
    await runRounds(bench, operation, [...sides, bareSide], setSize, syncs);
    yield report(operation, [...sides, bareSide], syncs.percentiles([0.99])[0]!);
  }
  await relaxed.stop();
  yield await measureBacklog(bench, durable);
  await durable.stop();
}

async function sideOf(bench: Bench, trent: Served, operation: OnKey): Promise<Side> {
  const client = kmsClient(trent);
  const bodies = await bodiesFor(operation, client, await client.createKey(), bench.options.distinct);
  client.close();
  return { target: trent, credentials: trent.credentials, bodies, rounds: [] };
}

async function runRounds(
  bench: Bench,
  operation: OnKey,
  sides: readonly Side[],
  setSize: (bodyBytes: number) => Promise<unknown>,
  syncs: Samples,
): Promise<void> {
  const { rounds, seconds, warmUpSeconds } = bench.options;
  const run = ({ target, credentials, bodies }: Side, time: number): Promise<LoadResult> =>
    bench.load(target, { operation, bodies, seconds: time, credentials, connections: CONNECTIONS });
  for (const side of sides) {
    const { bodyBytes } = await run(side, warmUpSeconds);
    if (side === sides[0]) await setSize(bodyBytes);
  }
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) side.rounds.push(await run(side, seconds));
    await syncOften(bench, syncs);
  }
}

/** Appends a batch to a file and waits for the disk that the servers' data is on, many times; milliseconds. */
async function syncOften(bench: Bench, times: Samples): Promise<void> {
  const descriptor = await promisify(open)(join(await bench.temporaryDir(), 'probe'), 'a');
  const bytes = Buffer.alloc(SYNC_BYTES, 'x');
  for (let count = 0; count < SYNCS; count++) {
    const start = performance.now();
    writeSync(descriptor, bytes);
    await promisify(fdatasync)(descriptor);
    times.add(performance.now() - start);
  }
  closeSync(descriptor);
}

function report(operation: OnKey, sides: readonly Side[], fsyncP99: number): ScenarioResult {
  const [durable, relaxed, bare] = sides.map(({ rounds }) => summarise(rounds)) as [Summary, Summary, Summary];
  return {
    scenario: `audit, ${operation}`,
    rows: { durable, relaxed, bare, 'the disk': { 'fsync p99 ms': fsyncP99 } },
    verdicts: [
      atLeast('answers per CPU second, share of the bare server', durable.perCpuSecond / bare.perCpuSecond, BARE_SHARE),
      atLeast('share of the same with relaxed durability', durable.perCpuSecond / relaxed.perCpuSecond, RELAXED_SHARE),
      atMost('p99 ms, against 3 times the sum of fsync and bare server', durable.p99, TIMES * (fsyncP99 + bare.p99)),
      atMost('p99 ms, read strictly: against 3 fsyncs, and the bare server once', durable.p99, TIMES * fsyncP99 + bare.p99),
      atMost('p99 ms over that with relaxed durability, against 3 fsyncs', durable.p99 - relaxed.p99, TIMES * fsyncP99),
    ],
  };
}

type Summary = ReturnType<typeof summarise>;

/** Full load for two minutes: what waits for the index must not grow. */
async function measureBacklog(bench: Bench, trent: Served): Promise<ScenarioResult> {
  const side = await sideOf(bench, trent, 'Encrypt');
  const seconds = (SUSTAINED_SECONDS / SAMPLES) * (bench.options.seconds < 3 ? 0.2 : 1);
  const waiting: number[] = [];
  const before = journalBytes(await auditStatusOf(trent));
  for (let sample = 0; sample < SAMPLES; sample++) {
    const work = { operation: 'Encrypt', bodies: side.bodies, seconds, credentials: side.credentials, connections: CONNECTIONS };
    side.rounds.push(await bench.load(side.target, work));
    waiting.push((await auditStatusOf(trent)).unindexedBytes);
  }
  const load = summarise(side.rounds);
  const answers = side.rounds.reduce((sum, round) => sum + round.answers, 0);
  const bytesPerEvent = (journalBytes(await auditStatusOf(trent)) - before) / answers;
  const inSeconds = Math.max(...waiting) / bytesPerEvent / load.perSecond;
  return {
    scenario: 'audit, sustained',
    rows: { load, 'waiting for the index, MB': { first: waiting[0]! / 1e6, most: Math.max(...waiting) / 1e6, last: waiting.at(-1)! / 1e6 } },
    verdicts: [atMost('most that waited for the index, seconds of the rate', inSeconds, BACKLOG_SECONDS_MAX)],
  };
}

/** A segment that is full has ended: the journal's length, nearly. */
const SEGMENT_BYTES = 64 * 1024 * 1024;
const journalBytes = ({ segment, segmentBytes }: AuditStatus): number => segment * SEGMENT_BYTES + segmentBytes;
