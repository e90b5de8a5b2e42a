import { type Clock, DAY_MS } from '../base/clock.ts';
import { Unit } from '../base/unit.ts';
import { randomBytes } from '../crypto/random.ts';
import type { Store } from '../store/contract.ts';
import type { Keyring, RootKeySource, SealedFor } from './contract.ts';
import { addDomainKey, readRows, unwrapRow } from './domain-keys.ts';
import { openSealed, StoredKeyring } from './keyring.ts';
import { type DomainKey, sealUnder } from './sealed.ts';
import type { DomainKeyRow, KeyringTables } from './tables.ts';

/** Bounds how much is sealed under one domain key: well below 2^32 seals (NIST SP 800-38D 8.3). */
const DOMAIN_KEY_AGE_MAX_MS = 30 * DAY_MS;

const DERIVATION = 'derivation';
const DERIVATION_OWNER: SealedFor = { purpose: 'keyring-secret', names: [DERIVATION] };
const SECRET_BYTES = 32;

/**
 * Opens every domain key; makes one when there is none, or none young enough. A store needs `keyringMigrations`.
 * @throws UsageError when the root key is not the one; nothing is changed then
 */
export async function openKeyring(anyStore: Pick<Store, 'tables'>, source: RootKeySource, clock: Clock): Promise<Keyring> {
  const store = anyStore.tables<KeyringTables>();
  const rows = await readRows(store);
  const byId = await unwrapAll(source, rows);
  if (rows.length > 0) await source.adopted?.();
  const unit = new Unit();
  const active = youngEnough(rows, byId, clock) ?? (await addDomainKey(store, source, clock, unit));
  byId.set(active.id, active);
  const derivationSecret = await derivationSecretOf(store, byId, active, unit);
  await store.commit(unit);
  return new StoredKeyring(store, source, { byId, active, derivationSecret });
}

async function unwrapAll(source: RootKeySource, rows: readonly DomainKeyRow[]): Promise<Map<string, DomainKey>> {
  const byId = new Map<string, DomainKey>();
  for (const row of rows) byId.set(row.id, await unwrapRow(source, row));
  return byId;
}

function youngEnough(
  rows: readonly DomainKeyRow[],
  byId: ReadonlyMap<string, DomainKey>,
  clock: Clock,
): DomainKey | undefined {
  const row = rows.find((candidate) => candidate.state === 'ACTIVE');
  return row !== undefined && clock.now() - row.created_at < DOMAIN_KEY_AGE_MAX_MS ? byId.get(row.id) : undefined;
}

/** Made once and never changed, since all that was derived from it would change too. */
async function derivationSecretOf(
  store: Store<KeyringTables>,
  byId: ReadonlyMap<string, DomainKey>,
  active: DomainKey,
  unit: Unit,
): Promise<Buffer> {
  const row = await store.db.selectFrom('keyring_secrets').selectAll().where('name', '=', DERIVATION).executeTakeFirst();
  if (row !== undefined) return openSealed(byId, DERIVATION_OWNER, row.sealed);
  const secret = randomBytes(SECRET_BYTES);
  const sealed = sealUnder(active, DERIVATION_OWNER, secret);
  unit.write(store.db.insertInto('keyring_secrets').values({ name: DERIVATION, sealed }), 1);
  return secret;
}
