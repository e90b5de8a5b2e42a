/** The keyring on PostgreSQL: bytes compared and kept as on SQLite. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/base/errors.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { openStore } from '../../src/store/open.ts';
import { startPostgres } from '../support/postgres.ts';
import { newClock, owner } from './support.ts';

test('seal, rotate, open again', async () => {
  const postgres = await startPostgres();
  try {
    const location = { databaseUrl: await postgres.fresh() };
    const [first, second] = [memoryRootKey(), memoryRootKey()];
    const store = await openStore(location, keyringMigrations);
    const keyring = await openKeyring(store, first, newClock());
    const sealed = keyring.seal(owner('k'), Buffer.from('material'));
    await keyring.rotateRootKey(second);
    await store.close();
    const again = await openStore(location, keyringMigrations);
    await assert.rejects(openKeyring(again, first, newClock()), UsageError);
    const reopened = await openKeyring(again, second, newClock());
    assert.equal(reopened.open(owner('k'), sealed).toString(), 'material');
    assert.deepEqual(reopened.derive('p'), keyring.derive('p'));
    await again.close();
  } finally {
    await postgres.stop();
  }
});
