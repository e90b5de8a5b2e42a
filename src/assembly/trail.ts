/** Where the audit trail of a server lies, and its share in the server's life. */
import { join, resolve } from 'node:path';
import { openTrail, type OpenTrail } from '../audit/open-trail.ts';
import type { AuditTables } from '../audit/journal/tables.ts';
import type { Clock } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { ServiceWork } from '../base/server-work.ts';
import type { TrentConfig } from '../config.ts';
import type { Vault } from './vault.ts';

/** @throws UsageError when the directory cannot be used */
export async function openAuditTrail(config: TrentConfig, { store, ownedKeys }: Vault, clock: Clock, report: (error: unknown) => void): Promise<OpenTrail> {
  const directory = auditDirectory(config);
  const durability = directory === undefined ? 'none' : (config.audit?.durability ?? 'sync');
  // What is gone with the process need not be signed.
  const signer = directory === undefined ? undefined : ownedKeys.signer('cloudtrail', 'log-signing');
  try {
    return await openTrail({ directory, durability, store: store.tables<AuditTables>(), signer, clock, report });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || !PATH_PROBLEMS.has(code)) throw error;
    throw new UsageError(`the audit directory ${directory} cannot be used: ${code}`, 'it must be readable and writable for Trent');
  }
}

const PATH_PROBLEMS = new Set(['EACCES', 'EPERM', 'ENOTDIR', 'EROFS', 'ENOSPC', 'EEXIST']);

/** `undefined`: the store keeps nothing, so neither does the trail. With PostgreSQL the directory is the node's own. */
export function auditDirectory({ location, audit }: Pick<TrentConfig, 'location' | 'audit'>): string | undefined {
  if ('data' in location && location.data === ':memory:') return undefined;
  const kept = audit?.directory ?? join('data' in location ? location.data : './trent-data', 'audit');
  return resolve(kept, 'journal');
}

export const trailWork = (trail: OpenTrail): ServiceWork => ({
  late: [trail],
  reset: () => trail.reset(),
  stop: () => trail.close(),
});
