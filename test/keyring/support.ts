/** Stores and places for the tests of the keyring. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { ManualClock } from '../../src/base/clock.ts';
import type { SealedFor } from '../../src/keyring/contract.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import type { KeyringTables } from '../../src/keyring/tables.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore } from '../../src/store/open.ts';

const root = mkdtempSync(join(tmpdir(), 'trent-keyring-'));
after(() => rmSync(root, { recursive: true }));
let count = 0;

export const newPath = (): string => join(root, `${++count}`);

export const START = 1_800_000_000_000;
export const newClock = (): ManualClock => new ManualClock(START);

export const owner = (...names: string[]): SealedFor => ({ purpose: 'key-material', names });

export async function openAt(data: string): Promise<Store<KeyringTables>> {
  return (await openStore({ data }, keyringMigrations)).tables<KeyringTables>();
}

/** Everything that the keyring has stored. */
export async function contentOf(store: Store<KeyringTables>): Promise<unknown> {
  return {
    keys: await store.db.selectFrom('domain_keys').selectAll().orderBy('id').execute(),
    secrets: await store.db.selectFrom('keyring_secrets').selectAll().execute(),
  };
}
