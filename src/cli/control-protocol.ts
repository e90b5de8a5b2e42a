/**
 * What commands say to a running server. It is said over a Unix domain socket, not over HTTP: a web page in the
 * operator's browser can post to any port of this machine, and so can every other user of it, but neither can open a
 * socket that lies in a directory of the operator's alone. The file's permissions are all the authentication there is.
 *
 * One connection, one request, one answer, each a line of JSON in UTF-8:
 *   → {"command":"create-account","account":"111122223333"}
 *   ← {"result":{…}}   or   {"error":{"message":"…","hint":"…"}}
 *
 * An answer that takes its time is preceded by spaces, one now and then: the server is alive.
 */
import { UsageError } from '../base/errors.ts';
import type { AccountCredentials, AuditEvidence, AuditStatus, OwnedKeyReport, TrentConfig } from '../config.ts';

/** Bytes of a request. The longest legal one names a root key source: a path or a command line. */
export const REQUEST_BYTES_MAX = 65_536;
/** Bytes of an answer. It may tell of many trails, or of the journals of many nodes. */
export const ANSWER_BYTES_MAX = 1 << 24;
export const ALIVE_EVERY_MS = 10_000;

export interface ServerStatus {
  readonly pid: number;
  readonly url: string;
  readonly region: string;
  readonly certificateFile?: string | undefined;
  readonly auth: TrentConfig['auth'];
  /** Whether the server keeps its data where the asker said. */
  readonly sameLocation: boolean;
}

/** Each command with what it is told and what it answers. */
export interface ControlCommands {
  status: { request: { location?: TrentConfig['location'] | undefined }; result: ServerStatus };
  credentials: { request: { account?: string | undefined }; result: AccountCredentials };
  'create-account': { request: { account: string }; result: AccountCredentials };
  'advance-clock': { request: { milliseconds: number }; result: { now: number } };
  reset: { request: object; result: object };
  'audit-evidence': { request: object; result: AuditEvidence };
  'audit-status': { request: object; result: AuditStatus };
  'owned-keys': { request: object; result: OwnedKeyReport };
  'rotate-root-key': { request: { source: string }; result: object };
}

export type CommandName = keyof ControlCommands;

export type ControlRequest = { [C in CommandName]: { command: C } & ControlCommands[C]['request'] }[CommandName];

export type ControlAnswer = { result: object } | { error: { message: string; hint?: string | undefined } };

/** Commands that say all by their name. */
const PLAIN = ['reset', 'owned-keys', 'audit-evidence', 'audit-status'] as const;

/** @throws UsageError when the line is no request */
export function parseRequest(line: string): ControlRequest {
  const value = parseObject(line);
  const { command, account, milliseconds, source } = value;
  if (command === 'status') return { command, location: value['location'] as TrentConfig['location'] | undefined };
  if (command === 'credentials' && (account === undefined || typeof account === 'string')) return { command, account };
  if (command === 'create-account' && typeof account === 'string') return { command, account };
  if (command === 'advance-clock' && typeof milliseconds === 'number') return { command, milliseconds };
  if (PLAIN.find((known) => known === command)) return { command: command as (typeof PLAIN)[number] };
  if (command === 'rotate-root-key' && typeof source === 'string') return { command, source };
  throw new UsageError('the server does not know this command', 'are server and command of the same version?');
}

/** @throws UsageError */
export function parseObject(line: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [name: string]: unknown };
  } catch {
    // Said below.
  }
  throw new UsageError('what came over the control channel is no JSON object');
}
