/** What a running server does on the commands of the control channel. */
import { realpathSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import type { Trent, TrentConfig } from '../config.ts';
import type { ControlRequest, ServerStatus } from './control-protocol.ts';

/** @throws UsageError for what this server does not do */
export async function carryOut(trent: Trent, request: ControlRequest): Promise<object> {
  switch (request.command) {
    case 'status':
      return statusOf(trent, request.location);
    case 'credentials':
      return trent.credentials(request.account);
    case 'create-account':
      return trent.createAccount(request.account);
    case 'advance-clock':
      return advanceClock(trent, request.milliseconds);
    case 'reset':
      return reset(trent);
    case 'audit-evidence':
      return trent.auditEvidence();
    case 'audit-status':
      return trent.auditStatus();
    case 'owned-keys':
      return trent.ownedKeys();
    case 'rotate-root-key':
      await trent.rotateRootKey(request.source);
      return {};
  }
}

function statusOf(trent: Trent, location: TrentConfig['location'] | undefined): ServerStatus {
  const { certificateFile, config } = trent;
  const { region, auth } = config;
  return { pid: process.pid, url: trent.url, region, certificateFile, auth, sameLocation: isSameLocation(config.location, location) };
}

function isSameLocation(own: TrentConfig['location'], asked: TrentConfig['location'] | undefined): boolean {
  if (asked === undefined) return false;
  if ('data' in own) return 'data' in asked && realPath(own.data) === realPath(asked.data);
  return 'databaseUrl' in asked && own.databaseUrl === asked.databaseUrl;
}

/** One directory can be named in several ways; `:memory:` is no path, and stays as it is. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

async function advanceClock(trent: Trent, milliseconds: number): Promise<object> {
  requireEmulator(trent, 'trent clock advance');
  if (trent.config.clock !== 'manual') throw new UsageError('the clock of this server is the real one', 'start it with --clock manual');
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) throw new UsageError('a clock moves forward by whole milliseconds');
  return { now: await trent.advanceClock(milliseconds) };
}

async function reset(trent: Trent): Promise<object> {
  requireEmulator(trent, 'trent reset');
  await trent.reset();
  return {};
}

/** A server that checks signatures holds what somebody relies on. */
function requireEmulator(trent: Trent, command: string): void {
  if (trent.config.auth !== 'off') throw new UsageError(`${command} is for the emulator mode alone`, 'start the server with `trent dev` or --auth off');
}
