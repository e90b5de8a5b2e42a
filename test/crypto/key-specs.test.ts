import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { KEY_SPECS } from '../../src/crypto/key-specs.ts';
import { runSlow } from '../../src/crypto/slow-pool.ts';
import { newKey, openssl, rowOf } from './support.ts';

const RSA = ['RSA_2048', 'RSA_3072', 'RSA_4096'];
const NIST = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521'];
const KEM = ['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'];
const DSA = ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'];
const HMAC = ['HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512'];
const ECC = [...NIST, 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519'];
const specsWhere = (has: (spec: string) => boolean): string[] => Object.keys(KEY_SPECS).filter(has);

test('the table: every spec of AWS KMS, with its usages', () => {
  assert.deepEqual(Object.keys(KEY_SPECS), ['SYMMETRIC_DEFAULT', ...HMAC, ...RSA, ...ECC, ...DSA, ...KEM]);
  const using = (usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT' | 'ENCAPSULATE_DECAPSULATE') =>
    specsWhere((spec) => rowOf(spec).usages[usage] !== undefined);
  assert.deepEqual(using('ENCRYPT_DECRYPT'), ['SYMMETRIC_DEFAULT', ...RSA]);
  assert.deepEqual(using('SIGN_VERIFY'), [...RSA, ...ECC, ...DSA]);
  assert.deepEqual(using('GENERATE_VERIFY_MAC'), HMAC);
  assert.deepEqual(using('KEY_AGREEMENT'), NIST);
  assert.deepEqual(using('ENCAPSULATE_DECAPSULATE'), KEM);
  assert.deepEqual(specsWhere((spec) => rowOf(spec).dataKeyPair), [...RSA, ...ECC, ...KEM]);
  assert.deepEqual(specsWhere((spec) => rowOf(spec).importable), ['SYMMETRIC_DEFAULT', ...HMAC, ...RSA, ...ECC]);
  assert.deepEqual(specsWhere((spec) => rowOf(spec).symmetric), ['SYMMETRIC_DEFAULT', ...HMAC]);
  assert.equal(KEY_SPECS['constructor'], undefined);
  assert.equal(KEY_SPECS['__proto__'], undefined);
});

test('what a row can do is what its usages and flags say', () => {
  for (const row of Object.values(KEY_SPECS)) {
    const { usages, symmetric, spec } = row;
    assert.equal(row.publicKey !== undefined, !symmetric, spec);
    assert.equal(row.importMaterial !== undefined, row.importable, spec);
    assert.equal(row.sign !== undefined && row.verify !== undefined, usages.SIGN_VERIFY !== undefined, spec);
    assert.equal(row.mac !== undefined, usages.GENERATE_VERIFY_MAC !== undefined, spec);
    assert.equal(row.agree !== undefined, usages.KEY_AGREEMENT !== undefined, spec);
    assert.equal(row.encapsulate !== undefined, usages.ENCAPSULATE_DECAPSULATE !== undefined, spec);
    assert.equal(row.encrypt !== undefined, usages.ENCRYPT_DECRYPT !== undefined && !symmetric, spec);
  }
});

test('every row: two keys differ, material loads again, other material does not', async () => {
  for (const spec of specsWhere((name) => !['RSA_3072', 'RSA_4096'].includes(name))) {
    const [a, b] = [await newKey(spec), await newKey(spec)];
    assert.notDeepEqual(a.material, b.material);
    assert.equal(a.key.spec, spec);
    if (a.row.publicKey) {
      const spki = a.row.publicKey(a.key);
      assert.deepEqual(a.row.publicKey(a.row.load(a.material)), spki);
      assert.deepEqual(createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'der', type: 'spki' }), spki);
      if (!spec.startsWith('ML_')) {
        assert.deepEqual(openssl('pkey -inform DER -in @key -pubout -outform DER', { key: a.material }), spki);
      }
    }
    assert.throws(() => a.row.load(Buffer.alloc(7)), Error, spec);
    a.key.destroy();
  }
});

test('a slow task that fails, fails alone', async () => {
  const p256 = await newKey('ECC_NIST_P256');
  const key = createPublicKey({ key: p256.row.publicKey?.(p256.key) as Buffer, format: 'der', type: 'spki' });
  const bad = runSlow({ scheme: 'rsa', spec: '', key, message: Buffer.alloc(1) });
  const good = Array.from({ length: 6 }, async () => {
    const { row, key: own } = await newKey('ECC_NIST_EDWARDS25519');
    return (await row.sign?.(own, 'ED25519_PH_SHA_512', 'DIGEST', Buffer.alloc(64)))?.length;
  });
  await assert.rejects(bad, Error);
  assert.deepEqual(await Promise.all(good), Array(6).fill(64));
});
test('a process that has used the threads ends by itself, and waits for what they do', async () => {
  const specs = new URL('../../src/crypto/key-specs.ts', import.meta.url).href;
  const script = `
    const { KEY_SPECS } = await import('${specs}');
    const row = KEY_SPECS.ECC_NIST_EDWARDS25519;
    const key = row.load(await row.generate());
    row.sign(key, 'ED25519_PH_SHA_512', 'DIGEST', Buffer.alloc(64)).then((s) => console.log(s.length));`;
  const options = { timeout: 8_000 };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], options);
  assert.equal(stdout, '64\n');
});
