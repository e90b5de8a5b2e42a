import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { aeskwp } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { curveOf } from '../../src/crypto/curves.ts';
import { der, objectIdentifier, sequence, unsignedInteger } from '../../src/crypto/der.ts';
import { importWrapping } from '../../src/crypto/import-wrapping.ts';
import { keyUnwrap, keyWrap } from '../../src/crypto/key-wrap.ts';
import { keyMaterialId } from '../../src/crypto/material-id.ts';
import { KEY_SPECS } from '../../src/crypto/key-specs.ts';
import { flip, newKey, openssl, refusal, rowOf } from './support.ts';

const OAEP_256 = '-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256';
const OAEP_1 = '-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1 -pkeyopt rsa_mgf1_md:sha1';
const optionsOf = (algorithm: string): string => (algorithm.endsWith('256') ? OAEP_256 : OAEP_1);

/** What a customer does with openssl; AES-KWP by noble. */
function wrap(algorithm: string, publicKey: Buffer, material: Buffer): Buffer {
  const oaep = (bytes: Buffer): Buffer =>
    openssl(`pkeyutl -encrypt -pubin -keyform DER -inkey @key -in @in ${optionsOf(algorithm)}`, { key: publicKey, in: bytes });
  if (algorithm.startsWith('RSAES')) return oaep(material);
  const aesKey = Buffer.alloc(32, 0x61);
  return Buffer.concat([oaep(aesKey), aeskwp(aesKey).encrypt(material)]);
}

const pkcs8Of = (genpkey: string): Buffer =>
  openssl('pkcs8 -topk8 -nocrypt -in @key -outform DER', { key: openssl(`genpkey ${genpkey}`) });

const GENPKEY: { readonly [spec: string]: string } = {
  RSA_2048: '-algorithm RSA -pkeyopt rsa_keygen_bits:2048',
  RSA_3072: '-algorithm RSA -pkeyopt rsa_keygen_bits:3072',
  RSA_4096: '-algorithm RSA -pkeyopt rsa_keygen_bits:4096',
  ECC_NIST_P256: '-algorithm EC -pkeyopt ec_paramgen_curve:P-256',
  ECC_NIST_P384: '-algorithm EC -pkeyopt ec_paramgen_curve:P-384',
  ECC_NIST_P521: '-algorithm EC -pkeyopt ec_paramgen_curve:P-521',
  ECC_SECG_P256K1: '-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1',
  ECC_NIST_EDWARDS25519: '-algorithm ED25519',
};

const wrapping = await importWrapping.generateWrappingKey('RSA_3072');
const ALGORITHMS = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'];

for (const row of Object.values(KEY_SPECS).filter(({ importable }) => importable)) {
  test(`${row.spec}: made, wrapped by others, imported, the same key`, async () => {
    const genpkey = GENPKEY[row.spec];
    const outside = genpkey === undefined ? await row.generate() : pkcs8Of(genpkey);
    const allowed = ALGORITHMS.filter((algorithm) => importWrapping.allows(row.spec, algorithm, 'RSA_3072'));
    assert.ok(allowed.length >= 2);
    for (const algorithm of allowed) {
      const bytes = await importWrapping.unwrap(algorithm, wrapping.privateKey, wrap(algorithm, wrapping.publicKey, outside));
      assert.deepEqual(bytes, outside);
    }
    const material = row.importMaterial?.(outside) as Buffer;
    const key = row.load(material);
    if (genpkey === undefined) return assert.deepEqual(material, outside);
    const theirs = openssl('pkey -inform DER -in @key -pubout -outform DER', { key: outside });
    assert.deepEqual(row.publicKey?.(key), theirs);
    assert.deepEqual(row.importMaterial?.(material), material, 'the stored form is its own import');
  });
}

test('which key may be imported how (kms.md 9.1)', () => {
  const { allows } = importWrapping;
  const oaep = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'];
  const aes = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'];
  const expected = (spec: string, wrappingSpec: string): string[] => {
    if (/^(SYMMETRIC|HMAC)/.test(spec)) return oaep;
    if (spec.startsWith('RSA')) return aes;
    if (spec.startsWith('ML_')) return [];
    return spec === 'ECC_NIST_P521' && wrappingSpec === 'RSA_2048' ? aes : [...oaep, ...aes];
  };
  for (const spec of Object.keys(KEY_SPECS)) {
    for (const wrappingSpec of ['RSA_2048', 'RSA_3072', 'RSA_4096']) {
      const names = [...oaep, ...aes, 'RSAES_PKCS1_V1_5', 'SM2PKE', 'constructor', ''];
      const allowed = names.filter((algorithm) => allows(spec, algorithm, wrappingSpec));
      assert.deepEqual(allowed, expected(spec, wrappingSpec), `${spec} ${wrappingSpec}`);
    }
    for (const wrappingSpec of ['RSA_1024', 'SM2', 'toString']) assert.ok(!allows(spec, 'RSAES_OAEP_SHA_256', wrappingSpec));
  }
  assert.ok(!allows('valueOf', 'RSAES_OAEP_SHA_256', 'RSA_2048'));
});

test('the largest material of each kind fits the smallest wrapping key it is allowed with', async () => {
  const { privateKey, publicKey } = await importWrapping.generateWrappingKey('RSA_2048');
  const p384 = (await newKey('ECC_NIST_P384')).material;
  for (const bytes of [p384, Buffer.alloc(128, 1)]) {
    const wrapped = wrap('RSAES_OAEP_SHA_256', publicKey, bytes);
    assert.deepEqual(await importWrapping.unwrap('RSAES_OAEP_SHA_256', privateKey, wrapped), bytes);
  }
});

test('what cannot be unwrapped is one refusal, whatever is wrong', async () => {
  const material = Buffer.alloc(32, 5);
  for (const algorithm of ALGORITHMS) {
    const good = wrap(algorithm, wrapping.publicKey, material);
    const bad = [
      Buffer.alloc(0), good.subarray(1), good.subarray(0, -1), Buffer.concat([good, Buffer.alloc(8)]), flip(good, 8),
      flip(good, 8 * good.length - 1), Buffer.alloc(good.length), good.subarray(0, 383), good.subarray(0, -8),
    ];
    for (const bytes of bad) {
      await assert.rejects(importWrapping.unwrap(algorithm, wrapping.privateKey, bytes), refusal('Ciphertext'));
    }
  }
  const other = wrap('RSAES_OAEP_SHA_1', wrapping.publicKey, material);
  await assert.rejects(importWrapping.unwrap('RSAES_OAEP_SHA_256', wrapping.privateKey, other), refusal('Ciphertext'));
  const aes128 = openssl(`pkeyutl -encrypt -pubin -keyform DER -inkey @key -in @in ${OAEP_256}`, {
    key: wrapping.publicKey,
    in: Buffer.alloc(16, 1),
  });
  const short = Buffer.concat([aes128, aeskwp(Buffer.alloc(16, 1)).encrypt(material)]);
  await assert.rejects(importWrapping.unwrap('RSA_AES_KEY_WRAP_SHA_256', wrapping.privateKey, short), refusal('Ciphertext'));
  await assert.rejects(importWrapping.unwrap('RSAES_PKCS1_V1_5', wrapping.privateKey, other), TypeError);
  await assert.rejects(importWrapping.generateWrappingKey('RSA_1024'), TypeError);
});

test('AES-KWP: the two vectors of RFC 5649 6, noble, and every bit', () => {
  const kek = Buffer.from('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8', 'hex');
  const vectors = [
    ['c37b7e6492584340bed12207808941155068f738', '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a'],
    ['466f7250617369', 'afbeb0f07dfbf5419200f2ccb50bb24f'],
  ] as const;
  for (const [plain, wrapped] of vectors) {
    assert.equal(keyWrap(kek, Buffer.from(plain, 'hex')).toString('hex'), wrapped);
    assert.equal(keyUnwrap(kek, Buffer.from(wrapped, 'hex'))?.toString('hex'), plain);
    const bits = wrapped.length * 4;
    for (let bit = 0; bit < bits; bit++) assert.equal(keyUnwrap(kek, flip(Buffer.from(wrapped, 'hex'), bit)), undefined);
  }
  const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max }).map((b) => Buffer.from(b));
  fc.assert(
    fc.property(bytes(32, 32), bytes(1, 300), bytes(0, 64), (key, material, junk) => {
      assert.deepEqual(keyWrap(key, material), Buffer.from(aeskwp(key).encrypt(material)));
      assert.deepEqual(keyUnwrap(key, keyWrap(key, material)), material);
      assert.equal(keyUnwrap(key, junk), undefined);
    }),
  );
});

test('no bytes but a key are a key', async () => {
  for (const row of Object.values(KEY_SPECS).filter(({ importable, symmetric }) => importable && !symmetric)) {
    const own = (await newKey(row.spec.startsWith('RSA') ? 'RSA_2048' : row.spec)).material;
    const publicKey = createPublicKey(createPrivateKey({ key: own, format: 'der', type: 'pkcs8' }));
    const bad = [
      Buffer.alloc(0), Buffer.alloc(48), own.subarray(0, -1), Buffer.concat([own, Buffer.alloc(1)]), own.subarray(1),
      publicKey.export({ format: 'der', type: 'spki' }),
      openssl('pkcs8 -topk8 -inform DER -in @key -outform DER -passout pass:x', { key: own }),
      (await newKey('ML_DSA_44')).material,
      (await newKey(row.spec === 'ECC_NIST_P256' ? 'ECC_NIST_P384' : 'ECC_NIST_P256')).material,
      ...(row.spec.startsWith('RSA') && row.spec !== 'RSA_2048' ? [own] : []),
    ];
    for (const [i, bytes] of bad.entries()) {
      assert.throws(() => row.importMaterial?.(bytes), refusal('KeyMaterial'), `${row.spec} ${i}`);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.throws(() => row.importMaterial?.(Buffer.from(bytes)), refusal('KeyMaterial'));
      }),
      { numRuns: 50 },
    );
  }
  for (const length of [0, 16, 31, 33]) {
    assert.throws(() => rowOf('SYMMETRIC_DEFAULT').importMaterial?.(Buffer.alloc(length)), refusal('KeyMaterial'));
  }
});

/** PKCS#8 around an ECPrivateKey of these parts. */
function ecPkcs8(oid: string, scalar: Buffer, point?: Buffer): Buffer {
  const optional = point ? [der(0xa1, der(0x03, Buffer.alloc(1), point))] : [];
  const key = sequence(unsignedInteger(Buffer.from([1])), der(0x04, scalar), ...optional);
  const algorithm = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier(oid));
  return sequence(unsignedInteger(Buffer.alloc(1)), algorithm, der(0x04, key));
}

test('elliptic curve keys: the private number counts, the public point does not', async () => {
  for (const spec of ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1']) {
    const { bytes, oid, noble } = curveOf(spec);
    const { row, key, material } = await newKey(spec);
    const d = createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }).export({ format: 'raw-private' });
    const foreign = Buffer.from(noble.Point.BASE.toBytes(false));
    const compressed = Buffer.from(noble.getPublicKey(d, true));
    for (const point of [undefined, foreign, compressed]) {
      assert.deepEqual(row.importMaterial?.(ecPkcs8(oid, d, point)), material);
    }
    assert.equal(row.load(material).spec, key.spec);
    const { ORDER } = noble.Point.Fn;
    const number = (n: bigint): Buffer => Buffer.from(n.toString(16).padStart(2 * bytes, '0'), 'hex');
    for (const n of [0n, ORDER, ORDER + 1n]) {
      assert.throws(() => row.importMaterial?.(ecPkcs8(oid, number(n), foreign)), refusal('KeyMaterial'), String(n));
      assert.throws(() => row.importMaterial?.(ecPkcs8(oid, number(n))), refusal('KeyMaterial'), String(n));
    }
    for (const n of [1n, ORDER - 1n]) assert.ok(row.importMaterial?.(ecPkcs8(oid, number(n))));
  }
});

test('a curve spelled out as parameters is refused', () => {
  const pem = openssl('ecparam -name prime256v1 -genkey -noout -param_enc explicit');
  const bytes = openssl('pkcs8 -topk8 -nocrypt -in @key -outform DER', { key: pem });
  assert.throws(() => rowOf('ECC_NIST_P256').importMaterial?.(bytes), refusal('KeyMaterial'));
});

test('an Ed25519 key with a foreign public key (RFC 5958) is stored without it', async () => {
  const { row, material } = await newKey('ECC_NIST_EDWARDS25519');
  const body = Buffer.concat([Buffer.from('020101', 'hex'), material.subarray(5), Buffer.from('812100', 'hex'), Buffer.alloc(32, 2)]);
  assert.deepEqual(row.importMaterial?.(Buffer.concat([Buffer.from([0x30, body.length]), body])), material);
});

/** PKCS#8 around an RSAPrivateKey of these numbers. */
function rsaPkcs8(numbers: readonly bigint[]): Buffer {
  const integers = numbers.map((n) => {
    const hex = n.toString(16);
    return unsignedInteger(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
  });
  const key = sequence(unsignedInteger(Buffer.alloc(1)), ...integers);
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.1'), Buffer.from([5, 0]));
  return sequence(unsignedInteger(Buffer.alloc(1)), algorithm, der(0x04, key));
}

test('RSA: each of the eight numbers must fit the others', async () => {
  const { row, material } = await newKey('RSA_2048');
  const jwk = createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  const big = (text: string | undefined): bigint => BigInt(`0x${Buffer.from(text as string, 'base64url').toString('hex')}`);
  const numbers = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map(big);
  assert.deepEqual(row.importMaterial?.(rsaPkcs8(numbers)), material);
  for (const i of numbers.keys()) {
    for (const change of [2n, 1n << 64n]) {
      const changed = numbers.map((n, at) => (at === i ? n + change : n));
      assert.throws(() => row.importMaterial?.(rsaPkcs8(changed)), refusal('KeyMaterial'), `number ${i}`);
    }
  }
  for (const i of numbers.keys()) {
    const zeroed = numbers.map((n, at) => (at === i ? 0n : n));
    assert.throws(() => row.importMaterial?.(rsaPkcs8(zeroed)), refusal('KeyMaterial'), `zero ${i}`);
  }
  const [n, , , p, q] = numbers as [bigint, bigint, bigint, bigint, bigint];
  const composite = consistent(((1n << 512n) - 1n) * ((1n << 512n) - 3n), q);
  assert.equal(composite[0]?.toString(2).length, 2_048);
  assert.throws(() => row.importMaterial?.(rsaPkcs8(composite)), refusal('KeyMaterial'), 'a factor that is no prime');
  assert.throws(() => row.importMaterial?.(rsaPkcs8([n, 3n, ...consistent(p, q).slice(2)])), refusal('KeyMaterial'), 'e = 3');
});

/** Eight numbers that satisfy every equation, whether or not p and q are primes. */
function consistent(p: bigint, q: bigint): bigint[] {
  const e = 65_537n;
  const inverse = (a: bigint, m: bigint): bigint => {
    let [r0, r1, t0, t1] = [m, a % m, 0n, 1n];
    while (r1 !== 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
    return ((t0 % m) + m) % m;
  };
  const d = inverse(e, (p - 1n) * (q - 1n));
  return [p * q, e, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)];
}

test('RSA keys with a restriction to PSS are refused', () => {
  const bytes = pkcs8Of('-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048');
  assert.throws(() => rowOf('RSA_2048').importMaterial?.(bytes), refusal('KeyMaterial'));
});

test('an id of key material: of key and bytes, and stable', () => {
  const material = Buffer.alloc(32, 1);
  const id = keyMaterialId('1234abcd-12ab-34cd-56ef-1234567890ab', material);
  assert.match(id, /^[0-9a-f]{64}$/);
  assert.equal(keyMaterialId('1234abcd-12ab-34cd-56ef-1234567890ab', Buffer.alloc(32, 1)), id);
  assert.notEqual(keyMaterialId('1234abcd-12ab-34cd-56ef-1234567890ac', material), id);
  assert.notEqual(keyMaterialId('1234abcd-12ab-34cd-56ef-1234567890ab', Buffer.alloc(32, 2)), id);
});
