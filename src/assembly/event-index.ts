/** The index of a server's events, and its share in the server's life. */
import { resolve } from 'node:path';
import { EventIndex } from '../audit/index/event-index.ts';
import type { IndexTables } from '../audit/index/tables.ts';
import type { Journal } from '../audit/journal/journal.ts';
import { DAY_MS } from '../base/clock.ts';
import type { ServiceWork } from '../base/server-work.ts';
import type { TrentConfig } from '../config.ts';
import { hmacSha256 } from '../crypto/hmac.ts';
import type { StoreLocation } from '../store/open.ts';
import { auditDirectory, RETENTION_DAYS } from './trail.ts';
import type { Vault } from './vault.ts';

export function openEventIndex(config: TrentConfig, { keyring }: Vault, journal: Journal, report: (error: unknown) => void): EventIndex {
  const key = keyring.derive('event look-up markers');
  const keptMs = (config.audit?.retentionDays ?? RETENTION_DAYS) * DAY_MS;
  return new EventIndex({ location: locationOf(config), journal, keptMs, mac: (data) => hmacSha256(key, data), report });
}

/** Beside the journal that it is made from, or, for all nodes, in the database. */
function locationOf(config: TrentConfig): StoreLocation {
  if ('databaseUrl' in config.location) return config.location;
  const directory = auditDirectory(config);
  return { data: directory === undefined ? ':memory:' : resolve(directory, '../index') };
}

/** An emulator's journal begins anew under another name, by which an index of its own is known. */
export const indexWork = (index: EventIndex, { location }: TrentConfig, { store }: Vault): ServiceWork => ({
  reset(unit) {
    if (!('databaseUrl' in location)) return;
    const { db } = store.tables<IndexTables>();
    for (const table of ['audit_nodes', 'audit_blocks', 'audit_terms', 'audit_lines'] as const) unit.write(db.deleteFrom(table));
  },
  stop: () => index.close(),
});
