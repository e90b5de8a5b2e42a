/**
 * The rules of output: stdout carries what was asked for, so that it can be piped or evaluated; everything said to a
 * person goes to stderr. An error is one line with what to do about it below, never a stack trace.
 */
import { UsageError } from '../base/errors.ts';
import { StoreUnavailable } from '../store/errors.ts';

export interface Output {
  /** A line of the result. */
  out(line: string): void;
  /** A line for the person. */
  note(line: string): void;
}

export const processOutput: Output = {
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};

/** The command line itself is wrong: exit code 2, where other mistakes are 1. */
export class FlagError extends UsageError {}

/** Says what went wrong. @returns the exit code */
export function report(error: unknown, output: Output): number {
  const known = explain(error);
  output.note(`trent: ${known.message}`);
  if (known.hint !== undefined) output.note(`hint: ${known.hint}`);
  return error instanceof FlagError ? 2 : 1;
}

function explain(error: unknown): { message: string; hint?: string | undefined } {
  if (error instanceof UsageError) return error;
  if (isSystemError(error)) return explainSystemError(error);
  if (error instanceof StoreUnavailable) return { message: `the database cannot be used: ${error.message}`, hint: 'is its disk full, or its server away?' };
  if (process.env['TRENT_DEBUG'] && error instanceof Error) return { message: error.stack ?? error.message };
  return {
    message: `unexpected: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'TRENT_DEBUG=1 shows where it happened; please report it',
  };
}

interface SystemError extends Error {
  code: string;
  syscall: string;
  path?: string;
  address?: string;
  port?: number;
}

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';

function explainSystemError(error: SystemError): { message: string; hint?: string } {
  if (error.syscall === 'listen' || error.syscall === 'bind') return explainListenError(error);
  const subject = error.path ?? error.address ?? error.syscall;
  const reason = FILE_REASONS[error.code] ?? error.code;
  return { message: `${subject}: ${reason}` };
}

function explainListenError(error: SystemError): { message: string; hint?: string } {
  const place = `${error.address ?? ''}:${error.port ?? ''}`;
  if (error.code === 'EADDRINUSE') return { message: `${place} is in use already`, hint: 'is Trent running? Or choose another with --port, 0 for any free one' };
  if (error.code === 'EADDRNOTAVAIL') return { message: `this machine has no address ${error.address}`, hint: '--host takes an address of this machine' };
  if (error.code === 'EACCES') return { message: `may not listen on ${place}`, hint: 'ports below 1024 belong to root; choose another with --port' };
  return { message: `cannot listen on ${place}: ${error.code}` };
}

const FILE_REASONS: { readonly [code: string]: string } = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
};

/** Lines in a frame, for what must not be overlooked. */
export function boxed(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '─'.repeat(width + 2);
  return [`┌${rule}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${rule}┘`].join('\n');
}
