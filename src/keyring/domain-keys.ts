/** Domain keys at rest: rows, each wrapped under the root key and bound to its id. */
import type { Clock } from '../base/clock.ts';
import type { Unit } from '../base/unit.ts';
import { randomBytes, randomHex } from '../crypto/random.ts';
import type { Store } from '../store/contract.ts';
import type { RootKeySource } from './contract.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import type { DomainKey } from './sealed.ts';
import type { DomainKeyRow, KeyringTables } from './tables.ts';

const KEY_BYTES = 32;
const ID_BYTES = 16;

export const readRows = (store: Store<KeyringTables>): Promise<DomainKeyRow[]> =>
  store.db.selectFrom('domain_keys').selectAll().orderBy('created_at').orderBy('id').execute();

/** @throws UsageError when the source's root key does not open the row */
export async function unwrapRow(source: RootKeySource, { id, wrapped }: DomainKeyRow): Promise<DomainKey> {
  return { id, key: await source.unwrap(wrapped, boundTo(id)) };
}

/** A new key in the place of the active one, which stays for opening. Written with the unit. */
export async function addDomainKey(
  store: Store<KeyringTables>,
  source: RootKeySource,
  clock: Clock,
  unit: Unit,
): Promise<DomainKey> {
  const made: DomainKey = { id: randomHex(ID_BYTES), key: randomBytes(KEY_BYTES) };
  const wrapped = await source.wrap(made.key, boundTo(made.id));
  unit.write(store.db.updateTable('domain_keys').set({ state: 'RETIRED' }).where('state', '=', 'ACTIVE'));
  const row: DomainKeyRow = { id: made.id, wrapped, state: 'ACTIVE', created_at: clock.now() };
  unit.write(store.db.insertInto('domain_keys').values(row), 1);
  return made;
}

/**
 * The row's key under another root key, written with the unit. What was wrapped is opened again first: the commit
 * takes the old wrapping away.
 */
export async function rewrapRow(
  store: Store<KeyringTables>,
  next: RootKeySource,
  { id, key }: DomainKey,
  row: DomainKeyRow,
  unit: Unit,
): Promise<void> {
  const wrapped = await next.wrap(key, boundTo(id));
  const opened = await next.unwrap(wrapped, boundTo(id));
  if (!opened.equals(key)) throw new Error('the next root key does not open what it wrapped');
  const update = store.db.updateTable('domain_keys').set({ wrapped }).where('id', '=', id);
  unit.write(update.where('wrapped', '=', row.wrapped), 1);
}

const boundTo = (id: string): Buffer => lengthPrefixed(['domain key', id]);
