/** Grant tokens: what they carry, and that none can be made up. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { ManualClock } from '../../src/base/clock.ts';
import type { Keyring } from '../../src/keyring/contract.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { openGrantToken, sealGrantToken } from '../../src/services/kms/grant-token.ts';
import { openStore } from '../../src/store/open.ts';
import { ACCOUNT, flip, NO_KEY } from './support.ts';

const REFUSED = { code: 'InvalidGrantTokenException', status: 400 };

describe('a grant token', () => {
  let keyring: Keyring;
  before(async () => {
    const store = await openStore({ data: ':memory:' }, keyringMigrations);
    keyring = await openKeyring(store, memoryRootKey(), new ManualClock(Date.UTC(2026, 10, 1)));
    await store.close();
  });

  test('opens to what it was made of', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    const region = fc.constantFrom('us-east-1', 'ap-southeast-3', 'us-gov-west-1');
    const keyId = fc.constantFrom(NO_KEY, `mrk-${'a'.repeat(32)}`);
    fc.assert(
      fc.property(fc.constantFrom(ACCOUNT, '111122223333'), region, keyId, hex, (account, where, key_id, grant_id) => {
        const grant = { account, region: where, key_id, grant_id };
        const [one, two] = [sealGrantToken(keyring, grant), sealGrantToken(keyring, grant)];
        assert.notEqual(one, two);
        assert.deepEqual([openGrantToken(keyring, one), openGrantToken(keyring, two)], [grant, grant]);
      }),
      { numRuns: 200 },
    );
  });

  test('anything else is refused', () => {
    const anything = fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64')));
    fc.assert(fc.property(anything, (text) => assert.throws(() => openGrantToken(keyring, text), REFUSED)), { numRuns: 1_000 });
  });

  test('each bit counts, and what else the keyring seals is none', () => {
    const sealed = Buffer.from(sealGrantToken(keyring, { account: ACCOUNT, region: 'us-east-1', key_id: NO_KEY, grant_id: 'ab'.repeat(32) }), 'base64');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      assert.throws(() => openGrantToken(keyring, flip(sealed, bit).toString('base64')), REFUSED);
    }
    const other = keyring.seal({ purpose: 'import-token', names: [] }, Buffer.alloc(100, 1)).toString('base64');
    assert.throws(() => openGrantToken(keyring, other), REFUSED);
  });
});
