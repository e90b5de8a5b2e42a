/** Where the audit trail of a server lies, its share in the server's life, and what it is verified by. */
import { join, resolve } from 'node:path';
import type { EventIndex } from '../audit/index/event-index.ts';
import type { TrailDelivery } from '../audit/delivery/delivery.ts';
import { openTrail, type OpenTrail } from '../audit/open-trail.ts';
import type { Journal } from '../audit/journal/journal.ts';
import type { AuditTables } from '../audit/journal/tables.ts';
import { type Clock, DAY_MS } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { ServiceWork } from '../base/server-work.ts';
import type { AuditEvidence, AuditStatus, TrentConfig } from '../config.ts';
import { lockDirectory } from '../store/engines/sqlite-lock.ts';
import type { Vault } from './vault.ts';

/** As far as CloudTrail's event history reaches back. */
export const RETENTION_DAYS = 90;

/** @throws UsageError when the directory cannot be used */
export async function openAuditTrail(config: TrentConfig, vault: Vault, clock: Clock, report: (error: unknown) => void): Promise<OpenTrail> {
  const { retentionDays = RETENTION_DAYS, retentionBytes = Number.POSITIVE_INFINITY, durability = 'sync' } = config.audit ?? {};
  const directory = auditDirectory(config);
  const retention = { ageMs: retentionDays * DAY_MS, bytes: retentionBytes };
  const lock = directory === undefined ? undefined : lockDirectory;
  const surroundings = { store: vault.store.tables<AuditTables>(), signer: signerOf(vault), clock, report, lock };
  try {
    return await openTrail({ directory, durability: directory === undefined ? 'none' : durability, retention, ...surroundings });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || !PATH_PROBLEMS.has(code)) throw error;
    throw new UsageError(`the audit directory ${directory} cannot be used: ${code}`, 'it must be readable and writable for Trent');
  }
}

const signerOf = ({ ownedKeys }: Pick<Vault, 'ownedKeys'>) => ownedKeys.signer('cloudtrail', 'log-signing');

const PATH_PROBLEMS = new Set(['EACCES', 'EPERM', 'ENOTDIR', 'EROFS', 'ENOSPC', 'EEXIST']);

/** `undefined`: the store keeps nothing, so neither does the trail. With PostgreSQL the directory is the node's own. */
export function auditDirectory({ location, audit }: Pick<TrentConfig, 'location' | 'audit'>): string | undefined {
  if ('data' in location && location.data === ':memory:') return undefined;
  const kept = audit?.directory ?? join('data' in location ? location.data : './trent-data', 'audit');
  return resolve(kept, 'journal');
}

export const trailWork = (trail: OpenTrail): ServiceWork => ({
  due: trail,
  late: [trail],
  reset: () => trail.reset(),
  stop: () => trail.close(),
});

/** @param journal of the server that writes on meanwhile; absent: none does */
export async function auditEvidence(
  directory: string,
  location: TrentConfig['location'],
  { store, ownedKeys }: Pick<Vault, 'store' | 'ownedKeys'>,
  journal?: Journal,
): Promise<AuditEvidence> {
  const end = journal && { journal: journal.id, segment: journal.end.segment, batch: journal.chain.batch, hash: journal.chain.hash };
  const heads = await store.tables<AuditTables>().db.selectFrom('audit_heads').selectAll().execute();
  const keys = signerOf({ ownedKeys }).publicKeys().map(({ fingerprint, pkcs1 }) => ({ fingerprint, pkcs1: pkcs1.toString('base64') }));
  return { directory, keys, heads, shared: 'databaseUrl' in location, running: journal !== undefined, end };
}

export function auditStatus({ journal, trail }: OpenTrail, events: EventIndex, delivery: TrailDelivery): AuditStatus {
  const { directory, isWritable: writable, end } = journal;
  const { durability, unrecorded } = trail;
  const place = { segment: end.segment, segmentBytes: end.offset };
  const trails = delivery.progress(end);
  return { directory, durability, writable, ...place, unindexedBytes: events.backlogBytes, unrecorded: Object.fromEntries(unrecorded), trails };
}
