import assert from 'node:assert/strict';
import { createDecipheriv, createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY_MS } from '../../src/base/clock.ts';
import { Fault, UsageError } from '../../src/base/errors.ts';
import { Unit } from '../../src/base/unit.ts';
import type { Keyring } from '../../src/keyring/contract.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { contentOf, newClock, openAt, owner } from './support.ts';

const secret = Buffer.from('of 32 bytes, as most of them are');

async function newKeyring(): Promise<Keyring> {
  return openKeyring(await openAt(':memory:'), memoryRootKey(), newClock());
}

function refuses(keyring: Keyring, names: string[], sealed: Buffer, purpose = 'key-material'): void {
  assert.throws(
    () => keyring.open({ purpose, names }, sealed),
    (error) => error instanceof Error && !(error instanceof Fault) && !(error instanceof UsageError),
  );
}

test('what is sealed opens, for its owner alone', async () => {
  const keyring = await newKeyring();
  const sealed = keyring.seal(owner('a', 'bc'), secret);
  assert.deepEqual(keyring.open(owner('a', 'bc'), sealed), secret);
  assert.equal(sealed.indexOf(secret), -1);
  for (const names of [['ab', 'c'], ['a'], ['abc'], ['a', 'bc', ''], ['', 'a', 'bc'], ['bc', 'a'], []]) refuses(keyring, names, sealed);
  refuses(keyring, ['a', 'bc'], sealed, 'access-key-secret');
  refuses(keyring, ['bc'], keyring.seal({ purpose: 'p', names: ['a', 'bc'] }, secret), 'pa');
});

test('any two owners that differ do not open each other\'s', async () => {
  const keyring = await newKeyring();
  const names = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
  const property = fc.property(fc.string(), names, fc.string(), names, fc.uint8Array(), (purpose, mine, other, theirs, bytes) => {
    const sealed = keyring.seal({ purpose, names: mine }, Buffer.from(bytes));
    assert.deepEqual(keyring.open({ purpose, names: mine }, sealed), Buffer.from(bytes));
    if (JSON.stringify([purpose, mine]) !== JSON.stringify([other, theirs])) refuses(keyring, theirs, sealed, other);
  });
  fc.assert(property, { numRuns: 300 });
});

test('no changed, cut or longer bytes open', async () => {
  const keyring = await newKeyring();
  const sealed = keyring.seal(owner('k'), secret);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    refuses(keyring, ['k'], changed);
  }
  for (let length = 0; length < sealed.length; length++) refuses(keyring, ['k'], sealed.subarray(0, length));
  refuses(keyring, ['k'], Buffer.concat([sealed, Buffer.alloc(1)]));
  refuses(await newKeyring(), ['k'], sealed);
});

test('sealing twice gives different bytes', async () => {
  const keyring = await newKeyring();
  const seals = Array.from({ length: 100 }, () => keyring.seal(owner('k'), secret).toString('hex'));
  assert.equal(new Set(seals).size, 100);
});

test('the layers are those that are drawn: opened here with nothing but node:crypto', async () => {
  const store = await openAt(':memory:');
  const rootKey = Buffer.alloc(32, 7);
  process.env['TRENT_TEST_LAYERS'] = rootKey.toString('hex');
  const { parseRootKeySource } = await import('../../src/keyring/root-keys/parse.ts');
  const keyring = await openKeyring(store, parseRootKeySource('env:TRENT_TEST_LAYERS', ':memory:'), newClock());
  const sealed = keyring.seal(owner('a', 'bc'), secret);
  const row = await store.db.selectFrom('domain_keys').selectAll().executeTakeFirstOrThrow();

  const kdf = (key: Buffer, label: string): Buffer =>
    createHmac('sha256', key).update(`\0\0\0\x01${label}\0\0\0\x01\0`).digest();
  const text = (value: string): Buffer => Buffer.concat([Buffer.of(0, 0, 0, Buffer.byteLength(value)), Buffer.from(value)]);
  const gcm = (key: Buffer, bytes: Buffer, ...associated: Buffer[]): Buffer => {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    cipher.setAAD(Buffer.concat(associated)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
  };
  assert.equal(row.wrapped.toString('hex', 0, 10), `0102${kdf(rootKey, 'trent root key id').toString('hex', 0, 8)}`);
  const wrapping = kdf(rootKey, 'trent root key wrapping');
  const domainKey = gcm(wrapping, row.wrapped.subarray(10), row.wrapped.subarray(0, 10), text('domain key'), text(row.id));
  assert.equal(sealed.toString('hex', 0, 17), `01${row.id}`);
  const names = [text('key-material'), text('a'), text('bc')];
  const opened = gcm(domainKey, sealed.subarray(17), sealed.subarray(0, 17), Buffer.of(0, 0, 0, 2), ...names);
  assert.deepEqual(opened, secret);
});

test('derived keys are 32 bytes, differ by purpose and keyring, and outlive reopening', async () => {
  const store = await openAt(':memory:');
  const source = memoryRootKey();
  const keyring = await openKeyring(store, source, newClock());
  const derived = keyring.derive('markers');
  assert.equal(derived.length, 32);
  assert.notDeepEqual(keyring.derive('tokens'), derived);
  assert.notDeepEqual((await newKeyring()).derive('markers'), derived);
  await keyring.rotateRootKey(memoryRootKey());
  assert.deepEqual(keyring.derive('markers'), derived);
});

test('a new domain key after thirty days, older ones for opening still', async () => {
  const store = await openAt(':memory:');
  const [source, clock] = [memoryRootKey(), newClock()];
  const first = await openKeyring(store, source, clock);
  const old = first.seal(owner('k'), secret);
  clock.advance(30 * DAY_MS - 1);
  const same = await openKeyring(store, source, clock);
  assert.deepEqual(same.seal(owner('k'), secret).subarray(0, 17), old.subarray(0, 17));
  clock.advance(1);
  const later = await openKeyring(store, source, clock);
  assert.notDeepEqual(later.seal(owner('k'), secret).subarray(0, 17), old.subarray(0, 17));
  assert.deepEqual(later.open(owner('k'), old), secret);
  assert.deepEqual(later.derive('p'), first.derive('p'));
  const rows = await store.db.selectFrom('domain_keys').select('state').orderBy('created_at').execute();
  assert.deepEqual(rows, [{ state: 'RETIRED' }, { state: 'ACTIVE' }]);
});

test('opening again changes nothing', async () => {
  const store = await openAt(':memory:');
  const source = memoryRootKey();
  await openKeyring(store, source, newClock());
  const before = await contentOf(store);
  await openKeyring(store, source, newClock());
  assert.deepEqual(await contentOf(store), before);
});

test('a wrong root key is refused with a hint, and nothing is changed', async () => {
  const store = await openAt(':memory:');
  const clock = newClock();
  await openKeyring(store, memoryRootKey(), clock);
  const before = await contentOf(store);
  clock.advance(90 * DAY_MS);
  const opening = openKeyring(store, memoryRootKey(), clock);
  await assert.rejects(opening, (error) => error instanceof UsageError && /wrong root key/.test(error.message) && !!error.hint);
  assert.deepEqual(await contentOf(store), before);
});

test('a domain key in another row is refused', async () => {
  const store = await openAt(':memory:');
  const source = memoryRootKey();
  await openKeyring(store, source, newClock());
  const moved = new Unit();
  moved.write(store.db.updateTable('domain_keys').set({ id: '00'.repeat(16) }), 1);
  await store.commit(moved);
  await assert.rejects(openKeyring(store, source, newClock()), UsageError);
});

test('domain keys that are gone are not replaced under a secret that names them', async () => {
  const store = await openAt(':memory:');
  const source = memoryRootKey();
  await openKeyring(store, source, newClock());
  const lost = new Unit();
  lost.write(store.db.deleteFrom('domain_keys'), 1);
  await store.commit(lost);
  const before = await contentOf(store);
  await assert.rejects(openKeyring(store, source, newClock()));
  assert.deepEqual(await contentOf(store), before);
});
