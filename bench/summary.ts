/** Rounds of load, brought down to their medians. */
import type { LoadResult } from './load-job.ts';
import { median } from './statistics.ts';

export interface Summary {
  /** The figure that counts: answers per CPU second of the server process. */
  readonly perCpuSecond: number;
  /** The worst and the best round, to judge the noise by. */
  readonly perCpuSecondRange: readonly [number, number];
  /** Answers per second of wall-clock time. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  /** Cores that the server and the load generator kept busy: near 1 for the latter means that it was the bottleneck. */
  readonly serverCores: number;
  readonly loadCores: number;
}

export function summarise(rounds: readonly LoadResult[]): Summary {
  const of = (figure: (round: LoadResult) => number): number => median(rounds.map(figure));
  const perCpu = rounds.map((round) => round.answers / round.cpuSeconds);
  return {
    perCpuSecond: median(perCpu),
    perCpuSecondRange: [Math.min(...perCpu), Math.max(...perCpu)],
    perSecond: of((round) => round.answers / round.seconds),
    p50: of((round) => round.p50),
    p99: of((round) => round.p99),
    slowest: Math.max(...rounds.map((round) => round.slowest)),
    serverCores: of((round) => round.cpuSeconds / round.seconds),
    loadCores: of((round) => round.loadCpuSeconds / round.seconds),
  };
}

/** A figure held against what was promised. */
export interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  /** `min`: the value must reach the bound; `max`: it must not exceed it. */
  readonly kind: 'min' | 'max';
  readonly met: boolean;
}

export const atLeast = (what: string, value: number, bound: number): Verdict => ({ what, value, bound, kind: 'min', met: value >= bound });
export const atMost = (what: string, value: number, bound: number): Verdict => ({ what, value, bound, kind: 'max', met: value <= bound });

export interface ScenarioResult {
  readonly scenario: string;
  readonly rows: Readonly<Record<string, Summary | Readonly<Record<string, number>>>>;
  readonly verdicts: readonly Verdict[];
}
