/** Results as a table for people, and as JSON for later comparison. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { BenchOptions } from './options.ts';
import type { ScenarioResult, Summary, Verdict } from './summary.ts';

const HEAD = ['', 'per CPU-s', '(worst-best)', 'per s', 'p50 ms', 'p99 ms', 'cores', 'load cores'];

const isSummary = (row: object): row is Summary => 'perCpuSecondRange' in row;
const whole = (value: number): string => Math.round(value).toLocaleString('en');

function cells(name: string, row: Summary): string[] {
  const [worst, best] = row.perCpuSecondRange;
  const range = `${whole(worst)}-${whole(best)}`;
  const latency = [row.p50.toFixed(2), row.p99.toFixed(2)];
  return [name, whole(row.perCpuSecond), range, whole(row.perSecond), ...latency, row.serverCores.toFixed(2), row.loadCores.toFixed(2)];
}

function aligned(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: string[]): string => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return rows.map((row) => `  ${line(row).trimEnd()}\n`).join('');
}

function verdictLine({ what, value, bound, kind, met }: Verdict): string {
  return `  ${met ? 'met   ' : 'MISSED'}  ${what}: ${value.toFixed(2)} (${kind} ${bound.toFixed(2)})\n`;
}

export function tableOf(result: ScenarioResult): string {
  const summaries: string[][] = [HEAD];
  const notes: string[] = [];
  for (const [name, row] of Object.entries(result.rows)) {
    if (isSummary(row)) summaries.push(cells(name, row));
    else notes.push(`  ${name}: ${Object.entries(row).map(([key, value]) => `${key} ${Math.round(value * 10) / 10}`).join(', ')}\n`);
  }
  return `${result.scenario}\n${aligned(summaries)}${notes.join('')}${result.verdicts.map(verdictLine).join('')}\n`;
}

export function writeResults(options: BenchOptions, results: readonly ScenarioResult[]): void {
  const { server: _command, out, ...settings } = options;
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, openssl: process.versions.openssl };
  writeFileSync(out, `${JSON.stringify({ machine, settings, results }, null, 2)}\n`);
}
