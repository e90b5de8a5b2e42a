/** What Linux tells of another process: CPU time and memory (proc(5)). */
import { existsSync, readFileSync } from 'node:fs';

/** Units of utime and stime: USER_HZ, which is 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @throws Error elsewhere than on Linux: there is no figure that counts without it */
export function requireProc(): void {
  if (existsSync('/proc/self/stat')) return;
  throw new Error('the figure that counts is answers per CPU second of the server, read from /proc: run this on Linux');
}

/** User and system time of all threads of a process so far, seconds; steps of 10 ms. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the command in parentheses and may hold blanks; utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory, MiB. */
export function residentMiB(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  if (line === null) throw new Error(`process ${pid} has no VmRSS: it has ended`);
  return Number(line[1]) / 1024;
}
