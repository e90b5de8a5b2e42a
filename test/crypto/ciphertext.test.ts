import assert from 'node:assert/strict';
import { createDecipheriv, createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { ciphertexts } from '../../src/crypto/ciphertext.ts';
import type { EncryptionContext } from '../../src/crypto/contract.ts';
import { flip, newKey, rowOf } from './support.ts';

const HOME = {
  account: '000000000042',
  keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  materialId: '0123456789abcdef'.repeat(4),
};
const REGION = 'eu-west-1';
const CONTEXT = { tenant: 'a', purpose: 'test' };
const PLAINTEXT = Buffer.from('a data key of thirty-two bytes..');
const { key, material } = await newKey('SYMMETRIC_DEFAULT');

const sealWith = (context: EncryptionContext | undefined): Buffer =>
  ciphertexts.encrypt(key, HOME, REGION, context, PLAINTEXT);
const openWith = (context: EncryptionContext | undefined, blob: Buffer): Buffer | undefined =>
  ciphertexts.decrypt(key, HOME, REGION, context, blob);
const seal = (): Buffer => sealWith(CONTEXT);
const open = (blob: Buffer): Buffer | undefined => openWith(CONTEXT, blob);

test('decrypt undoes encrypt, for any plaintext, context and home', () => {
  const digits = (n: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: n, maxLength: n });
  const uuid = digits(32).map((d) => d.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
  const home = fc.record({
    account: fc.integer({ min: 0, max: 999_999_999_999 }).map((n) => String(n).padStart(12, '0')),
    keyId: fc.oneof(uuid, digits(32).map((d) => `mrk-${d}`)),
    materialId: digits(64),
  });
  const context = fc.option(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { nil: undefined });
  fc.assert(
    fc.property(home, fc.string(), context, fc.uint8Array({ maxLength: 5_000 }), (where, region, pairs, plaintext) => {
      const blob = ciphertexts.encrypt(key, where, region, pairs, plaintext);
      assert.deepEqual(ciphertexts.parseHome(blob), { ...where });
      assert.deepEqual(ciphertexts.decrypt(key, where, region, pairs, blob), Buffer.from(plaintext));
    }),
  );
});

test('sizes are those of AWS or less: 32 bytes in 184, 4096 in 6144', () => {
  assert.equal(seal().length, 168);
  assert.equal(ciphertexts.encrypt(key, HOME, REGION, {}, Buffer.alloc(4_096)).length, 4_232);
});

test('a blob opens by its drawing alone, with other code', () => {
  const blob = sealWith({ b: '2', a: '1' });
  const label = Buffer.from('Trent message\0');
  const derivation = Buffer.concat([Buffer.from([0, 0, 0, 1]), label, blob.subarray(0, 88), Buffer.from([0, 0, 2, 0])]);
  const keys = createHmac('sha512', material).update(derivation).digest();
  assert.deepEqual(keys.subarray(32), blob.subarray(88, 120));
  const text = (value: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([length, Buffer.from(value, 'utf16le')]);
  };
  const aad = [blob.subarray(0, 120), text(REGION), Buffer.from([0, 0, 0, 2]), ...['a', '1', 'b', '2'].map(text)];
  const decipher = createDecipheriv('aes-256-gcm', keys.subarray(0, 32), Buffer.alloc(12));
  decipher.setAAD(Buffer.concat(aad)).setAuthTag(blob.subarray(-16));
  assert.deepEqual(Buffer.concat([decipher.update(blob.subarray(120, -16)), decipher.final()]), PLAINTEXT);
  assert.equal(blob.toString('hex', 0, 24), '0100' + '00000000002a' + '1234abcd12ab34cd56ef1234567890ab');
});

test('every bit counts', () => {
  const blob = seal();
  for (let bit = 0; bit < blob.length * 8; bit++) assert.equal(open(flip(blob, bit)), undefined, `bit ${bit}`);
});

test('a flipped bit of the header does not even belong to the flipped home', () => {
  const blob = seal();
  for (let bit = 0; bit < 56 * 8; bit++) {
    const moved = flip(blob, bit);
    const home = ciphertexts.parseHome(moved);
    if (home) assert.equal(ciphertexts.decrypt(key, home, REGION, CONTEXT, moved), undefined, `bit ${bit}`);
  }
});

test('every truncation and extension is refused', () => {
  const blob = seal();
  for (let n = 0; n < blob.length; n++) {
    assert.equal(open(blob.subarray(0, n)), undefined, `first ${n}`);
    assert.equal(open(blob.subarray(blob.length - n)), undefined, `last ${n}`);
  }
  for (const more of [Buffer.alloc(1), Buffer.alloc(16), blob]) {
    assert.equal(open(Buffer.concat([blob, more])), undefined);
    assert.equal(open(Buffer.concat([more, blob])), undefined);
  }
});

test('another home, Region or key is refused', async () => {
  const blob = seal();
  const moved = [
    { ...HOME, account: '000000000043' },
    { ...HOME, keyId: '1234abcd-12ab-34cd-56ef-1234567890ac' },
    { ...HOME, keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' },
    { ...HOME, materialId: 'f'.repeat(64) },
  ];
  for (const home of moved) assert.equal(ciphertexts.decrypt(key, home, REGION, CONTEXT, blob), undefined);
  for (const region of ['', 'eu-west-2', 'eu-west-1a', 'eu-west-']) {
    assert.equal(ciphertexts.decrypt(key, HOME, region, CONTEXT, blob), undefined);
  }
  const other = (await newKey('SYMMETRIC_DEFAULT')).key;
  assert.equal(ciphertexts.decrypt(other, HOME, REGION, CONTEXT, blob), undefined);
  assert.deepEqual(open(blob), PLAINTEXT);
});

test('the context is a set of pairs: order is nothing, everything else counts', () => {
  const blob = sealWith({ ab: 'c', d: '' });
  assert.deepEqual(openWith({ d: '', ab: 'c' }, blob), PLAINTEXT);
  const others: (EncryptionContext | undefined)[] = [undefined, {}, { ab: 'c' }, { a: 'bc', d: '' }, { ab: 'cd', '': '' }, { ab: '', d: 'c' }, { ab: 'c', d: '', e: '' }];
  for (const other of others) assert.equal(openWith(other, blob), undefined);
  assert.deepEqual(openWith(undefined, sealWith({})), PLAINTEXT);
  assert.deepEqual(openWith({}, sealWith(undefined)), PLAINTEXT);
  const unsorted = { '10': 'x', '9': 'y', é: 'z', '😀': '1', '\uffff': '2' };
  const reversed = Object.fromEntries(Object.entries(unsorted).reverse());
  assert.deepEqual(openWith(reversed, sealWith(unsorted)), PLAINTEXT);
});

test('lone surrogates, which UTF-8 cannot tell apart, are told apart', () => {
  const blob = sealWith({ '\ud800': 'x' });
  for (const other of ['\ud801', '\ufffd', '\udc00']) assert.equal(openWith({ [other]: 'x' }, blob), undefined);
  assert.deepEqual(openWith({ '\ud800': 'x' }, blob), PLAINTEXT);
});

test('two different contexts never open each other', () => {
  const context = fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), { maxKeys: 3 });
  fc.assert(
    fc.property(context, context, (one, other) => {
      const sorted = (pairs: EncryptionContext): string => JSON.stringify(Object.entries(pairs).sort());
      assert.equal(openWith(other, sealWith(one)) !== undefined, sorted(one) === sorted(other));
    }),
  );
});

test('a context larger than the shared buffer', () => {
  const large = { key: 'v'.repeat(5_000) };
  const blob = sealWith(large);
  assert.deepEqual(openWith(large, blob), PLAINTEXT);
  assert.equal(openWith({ key: 'v'.repeat(4_999) }, blob), undefined);
});

test('any bytes: no home or a home, never a plaintext, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, likely) => {
      const blob = Buffer.from(bytes);
      if (likely && blob.length > 1) blob.writeUInt16BE(0x0100);
      const home = ciphertexts.parseHome(blob);
      assert.equal(ciphertexts.decrypt(key, home ?? HOME, REGION, undefined, blob), undefined);
    }),
  );
});

test('equal plaintexts give blobs that share nothing random', () => {
  const blobs = Array.from({ length: 500 }, () => seal());
  assert.equal(new Set(blobs.map((blob) => blob.toString('hex', 56, 88))).size, 500);
  assert.equal(new Set(blobs.map((blob) => blob.toString('hex', 120))).size, 500);
});

test('no home, no ciphertext; no symmetric key, no ciphertext', async () => {
  const bad = [
    { ...HOME, account: '12345678901' },
    { ...HOME, account: '000000001e10' },
    { ...HOME, keyId: '1234abcd12ab34cd56ef1234567890ab' },
    { ...HOME, keyId: '1234abcd-12ab-34cd-56ef-1234567890ag' },
    { ...HOME, keyId: '1234abcd1-2ab-34cd-56ef-1234567890ab' },
    { ...HOME, keyId: `mrk-${'g'.repeat(32)}` },
    { ...HOME, materialId: 'z'.repeat(64) },
  ];
  for (const home of bad) {
    assert.throws(() => ciphertexts.encrypt(key, home, REGION, CONTEXT, PLAINTEXT), TypeError);
    assert.equal(ciphertexts.decrypt(key, home, REGION, CONTEXT, seal()), undefined);
  }
  const mac = (await newKey('HMAC_256')).key;
  assert.throws(() => ciphertexts.encrypt(mac, HOME, REGION, CONTEXT, PLAINTEXT), TypeError);
});

test('a destroyed key works no more', async () => {
  const gone = rowOf('SYMMETRIC_DEFAULT').load(material);
  gone.destroy();
  assert.throws(() => ciphertexts.encrypt(gone, HOME, REGION, CONTEXT, PLAINTEXT), TypeError);
});
