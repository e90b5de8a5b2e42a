/** Sealing what is stored, randomness, hashes, passphrases. */
import assert from 'node:assert/strict';
import { createDecipheriv, createHash } from 'node:crypto';
import { test } from 'node:test';
import { argon2id } from '@noble/hashes/argon2.js';
import fc from 'fast-check';
import { aeadOpen, aeadSeal } from '../../src/crypto/aead.ts';
import { constantTimeEqual, sha256, sha256Hex } from '../../src/crypto/hash.ts';
import { deriveFromPassphrase, PASSPHRASE_PARAMETERS } from '../../src/crypto/passphrase.ts';
import { randomBytes, randomFill, randomHex, randomUuid, timeOrderedUuid } from '../../src/crypto/random.ts';
import { flip } from './support.ts';

const KEY = Buffer.alloc(32, 0x4b);
const AAD = Buffer.from('table/row');

test('aead: open undoes seal, and the layout is IV, ciphertext, tag', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 60 }), (bytes, place) => {
      const [plaintext, aad] = [Buffer.from(bytes), Buffer.from(place)];
      const sealed = aeadSeal(KEY, plaintext, aad);
      assert.equal(sealed.length, plaintext.length + 28);
      assert.deepEqual(aeadOpen(KEY, sealed, aad), plaintext);
      const decipher = createDecipheriv('aes-256-gcm', KEY, sealed.subarray(0, 12));
      decipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
      assert.deepEqual(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]), plaintext);
    }),
  );
});

test('aead: every bit, every length, the place and the key count', () => {
  const sealed = aeadSeal(KEY, Buffer.from('a private key'), AAD);
  for (let bit = 0; bit < sealed.length * 8; bit++) assert.equal(aeadOpen(KEY, flip(sealed, bit), AAD), undefined);
  for (let n = 0; n < sealed.length; n++) assert.equal(aeadOpen(KEY, sealed.subarray(0, n), AAD), undefined);
  assert.equal(aeadOpen(KEY, Buffer.concat([sealed, Buffer.alloc(1)]), AAD), undefined);
  assert.equal(aeadOpen(KEY, sealed, Buffer.from('table/rox')), undefined);
  assert.equal(aeadOpen(Buffer.alloc(32, 1), sealed, AAD), undefined);
});

test('aead: never an IV twice', () => {
  const ivs = Array.from({ length: 2_000 }, () => aeadSeal(KEY, Buffer.alloc(1), AAD).toString('hex', 0, 12));
  assert.equal(new Set(ivs).size, ivs.length);
});

test('random: sizes, no repetition across refills of the pool, only the part asked for', () => {
  for (const n of [0, 1, 12, 511, 512, 513, 4_096]) assert.equal(randomBytes(n).length, n);
  const seen = new Set(Array.from({ length: 5_000 }, () => randomBytes(16).toString('hex')));
  assert.equal(seen.size, 5_000);
  for (const n of [40, 4_000]) {
    const target = Buffer.alloc(n + 20);
    randomFill(target, 10, n);
    assert.ok(target.subarray(0, 10).every((byte) => byte === 0) && target.subarray(n + 10).every((byte) => byte === 0));
    assert.ok(target.subarray(10, n + 10).some((byte) => byte !== 0));
  }
  assert.match(randomHex(16), /^[0-9a-f]{32}$/);
  assert.match(randomUuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('random: every bit of a byte is set about half the time', () => {
  const counts = new Array<number>(8).fill(0);
  for (let i = 0; i < 20_000; i++) {
    const [byte = 0] = randomBytes(1);
    for (let bit = 0; bit < 8; bit++) counts[bit] = (counts[bit] as number) + ((byte >> bit) & 1);
  }
  // Ten standard deviations.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 710, String(counts));
});

test('random: UUIDs of version 7 name their millisecond, sort by it, and are random besides', () => {
  const times = [0, 1, 0xff, 1_764_000_000_000, 1_764_000_000_001, 2 ** 48 - 1];
  const ids = times.flatMap((time) => Array.from({ length: 3_000 }, () => timeOrderedUuid(time)));
  for (const [at, id] of ids.entries()) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16), times[Math.floor(at / 3_000)]);
  }
  assert.equal(new Set(ids.map((id) => id.slice(14))).size, ids.length);
  for (let at = 14; at < 36; at++) {
    const digits = at === 14 ? 1 : at === 19 ? 4 : 16;
    if (at !== 18 && at !== 23) assert.equal(new Set(ids.map((id) => id[at])).size, digits, `digit ${at}`);
  }
});

test('sha256 and the comparison', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.deepEqual(sha256('ä'), createHash('sha256').update('ä').digest());
  assert.ok(constantTimeEqual(Buffer.from('ab'), Buffer.from('ab')));
  for (const other of ['', 'a', 'ac', 'abc']) assert.ok(!constantTimeEqual(Buffer.from('ab'), Buffer.from(other)));
});

test('passphrases: Argon2id as noble computes it, in any composition of accents', async () => {
  const salt = Buffer.alloc(16, 9);
  const small = { algorithm: 'argon2id', memoryKib: 8_192, passes: 1, lanes: 1 } as const;
  const key = await deriveFromPassphrase('caf\u00e9', salt, small);
  assert.deepEqual(key, Buffer.from(argon2id('caf\u00e9', salt, { t: 1, m: 8_192, p: 1, dkLen: 32 })));
  assert.deepEqual(await deriveFromPassphrase('cafe\u0301', salt, small), key);
  assert.notDeepEqual(await deriveFromPassphrase('cafe', salt, small), key);
  assert.notDeepEqual(await deriveFromPassphrase('caf\u00e9', Buffer.alloc(16, 8), small), key);
  assert.equal((await deriveFromPassphrase('x', salt)).length, 32);
});

test('passphrases: parameters out of bounds are refused before any memory is taken', () => {
  const salt = Buffer.alloc(16);
  const changes = [{ memoryKib: 8 }, { memoryKib: 2 ** 32 }, { memoryKib: Number.NaN }, { passes: 0 }, { passes: 65 }, { lanes: 0 }, { lanes: 1.5 }];
  for (const change of changes) {
    assert.throws(() => deriveFromPassphrase('x', salt, { ...PASSPHRASE_PARAMETERS, ...change }), RangeError);
  }
  assert.throws(() => deriveFromPassphrase('x', Buffer.alloc(8)), RangeError);
});
