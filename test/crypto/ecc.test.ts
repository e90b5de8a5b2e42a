import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import fc from 'fast-check';
import type { MessageType } from '../../src/crypto/contract.ts';
import { curveOf, type Curve } from '../../src/crypto/curves.ts';
import { signDigest, verifyDigest } from '../../src/crypto/ecdsa-digest.ts';
import { flip, newKey, openssl, opensslAgrees, refusal, rowOf } from './support.ts';

const CURVES = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1'].map(curveOf);
/** kms.md 2.1: SPKI, and the longest signature. */
const SIZES: { readonly [spec: string]: readonly [number, number] } = {
  ECC_NIST_P256: [91, 72],
  ECC_NIST_P384: [120, 104],
  ECC_NIST_P521: [158, 139],
  ECC_SECG_P256K1: [88, 72],
};
const MESSAGE = Buffer.from('a message of no importance');
const NOBLE = { prehash: false, lowS: false, format: 'der' } as const;

const digestOf = (curve: Curve, message: Buffer): Buffer => hash(curve.hash, message, 'buffer');
const publicPoint = (spki: Buffer): Buffer =>
  createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'raw-public' });
const privateKeyOf = (material: Buffer): KeyObject => createPrivateKey({ key: material, format: 'der', type: 'pkcs8' });

for (const curve of CURVES) {
  const { spec } = curve;
  const { row, key, material } = await newKey(spec);
  const spki = row.publicKey?.(key) as Buffer;
  const point = publicPoint(spki);
  const sign = (type: MessageType, message: Buffer) => row.sign?.(key, curve.algorithm, type, message) as Promise<Buffer>;
  const verify = (type: MessageType, message: Buffer, signature: Buffer) =>
    row.verify?.(key, curve.algorithm, type, message, signature) as Promise<boolean>;

  test(`${spec}: RAW and DIGEST signatures verify everywhere`, async () => {
    assert.equal(spki.length, SIZES[spec]?.[0]);
    const digest = digestOf(curve, MESSAGE);
    for (const signature of [await sign('RAW', MESSAGE), await sign('DIGEST', digest)]) {
      assert.ok(signature.length <= (SIZES[spec]?.[1] as number));
      assert.ok(await verify('RAW', MESSAGE, signature));
      assert.ok(await verify('DIGEST', digest, signature));
      assert.ok(curve.noble.verify(signature, digest, point, NOBLE));
      const files = { key: spki, sig: signature, digest, message: MESSAGE };
      assert.ok(opensslAgrees('pkeyutl -verify -pubin -keyform DER -inkey @key -in @digest -sigfile @sig', files));
      assert.ok(opensslAgrees(`dgst -${curve.hash} -keyform DER -verify @key -signature @sig @message`, files));
      assert.ok(!(await verify('RAW', flip(MESSAGE, 3), signature)));
      assert.ok(!(await verify('DIGEST', flip(digest, 3), signature)));
    }
  });

  test(`${spec}: signatures of openssl and noble verify`, async () => {
    const digest = digestOf(curve, MESSAGE);
    const files = { key: material, digest };
    const scalar = privateKeyOf(material).export({ format: 'raw-private' });
    const theirs = [
      openssl('pkeyutl -sign -keyform DER -inkey @key -in @digest', files),
      Buffer.from(curve.noble.sign(digest, scalar, { ...NOBLE, extraEntropy: true })),
    ];
    for (const signature of theirs) {
      assert.ok(await verify('RAW', MESSAGE, signature));
      assert.ok(await verify('DIGEST', digest, signature));
    }
  });

  test(`${spec}: neither kind of verification accepts what the other does not`, async () => {
    const digest = digestOf(curve, MESSAGE);
    const good = await sign('DIGEST', digest);
    for (let bit = 0; bit < good.length * 8; bit += 5) {
      const bad = flip(good, bit);
      assert.equal(await verify('RAW', MESSAGE, bad), false, `RAW, bit ${bit}`);
      assert.equal(await verify('DIGEST', digest, bad), false, `DIGEST, bit ${bit}`);
    }
    const { ORDER } = curve.noble.Point.Fn;
    const integer = (n: bigint) => Buffer.concat([Buffer.from([2, curve.bytes + 1, 0]), numberToBytesBE(n, curve.bytes)]);
    const signature = (...parts: Buffer[]) => {
      const body = Buffer.concat(parts);
      return Buffer.concat([Buffer.from(body.length < 128 ? [0x30, body.length] : [0x30, 0x81, body.length]), body]);
    };
    const odd = [
      Buffer.alloc(0), good.subarray(0, -1), Buffer.concat([good, Buffer.alloc(1)]), signature(),
      signature(integer(0n), integer(1n)), signature(integer(1n), integer(0n)), signature(integer(ORDER), integer(1n)),
      signature(integer(1n), integer(ORDER)), signature(integer(1n)), Buffer.from('3006020101020101', 'hex'),
    ];
    for (const [i, bad] of odd.entries()) {
      assert.equal(await verify('RAW', MESSAGE, bad), false, `RAW, ${i}`);
      assert.equal(await verify('DIGEST', digest, bad), false, `DIGEST, ${i}`);
    }
  });

  test(`${spec}: refusals`, async () => {
    for (const length of [0, curve.digestBytes - 1, curve.digestBytes + 1, 4_096]) {
      await assert.rejects(sign('DIGEST', Buffer.alloc(length)), refusal('DigestLength'));
      await assert.rejects(verify('DIGEST', Buffer.alloc(length), Buffer.alloc(70)), refusal('DigestLength'));
    }
    await assert.rejects(sign('EXTERNAL_MU', Buffer.alloc(64)), refusal('MessageType'));
    await assert.rejects(row.sign?.(key, 'ECDSA_SHA_1', 'RAW', MESSAGE) as Promise<Buffer>, TypeError);
  });

  test(`${spec}: the digest for which the shifted key is the key itself`, () => {
    const privateKey = privateKeyOf(material);
    const empty = numberToBytesBE(curve.emptyDigest, curve.digestBytes);
    assert.ok(verifyDigest(curve, createPublicKey(privateKey), empty, signDigest(curve, privateKey, empty)));
  });
}

test('the digest for which the shifted key is the point at infinity', async () => {
  for (const curve of CURVES.filter(({ bytes, digestBytes }) => bytes === digestBytes)) {
    const { Fn, BASE } = curve.noble.Point;
    const privateKey = privateKeyOf((await newKey(curve.spec)).material);
    const publicKey = createPublicKey(privateKey);
    const d = bytesToNumberBE(privateKey.export({ format: 'raw-private' }));
    // R = z₀/s · G, r = x(R), z = z₀ − rd: then Q + (z − z₀)/r · G = Q − dG.
    const s = 2n;
    const r = Fn.create(BASE.multiply(Fn.mul(Fn.inv(s), Fn.create(curve.emptyDigest))).x);
    const digest = numberToBytesBE(Fn.sub(Fn.create(curve.emptyDigest), Fn.mul(r, d)), curve.digestBytes);
    const signature = new curve.noble.Signature(r, s).toBytes('der');
    assert.ok(curve.noble.verify(signature, digest, publicKey.export({ format: 'raw-public' }), NOBLE));
    assert.ok(verifyDigest(curve, publicKey, digest, signature));
    assert.ok(!verifyDigest(curve, publicKey, flip(digest, 0), signature));
  }
});

test('digest signatures: never a nonce twice, high and low s both occur', async () => {
  const curve = curveOf('ECC_NIST_P256');
  const key = privateKeyOf((await newKey('ECC_NIST_P256')).material);
  const signatures = Array.from({ length: 100 }, () =>
    curve.noble.Signature.fromBytes(signDigest(curve, key, Buffer.alloc(32, 1)), 'der'),
  );
  assert.equal(new Set(signatures.map(({ r }) => r)).size, 100);
  const high = signatures.filter((signature) => signature.hasHighS()).length;
  assert.ok(high > 10 && high < 90, String(high));
});

test('any bytes as a signature over a digest: false, or what noble says; never an exception', async () => {
  const curve = curveOf('ECC_NIST_P256');
  const { material } = await newKey('ECC_NIST_P256');
  const publicKey = createPublicKey(privateKeyOf(material));
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.tuple(fc.bigInt({ min: 1n, max: 1n << 255n }), fc.bigInt({ min: 1n, max: 1n << 255n })).map(([r, s]) =>
      new curve.noble.Signature(r, s).toBytes('der'),
    ),
  );
  fc.assert(
    fc.property(hostile, fc.uint8Array({ minLength: 32, maxLength: 32 }), (signature, digest) => {
      assert.equal(verifyDigest(curve, publicKey, digest, signature), false);
    }),
  );
});

test('ECDH: both sides, openssl and noble agree', async () => {
  for (const curve of CURVES.slice(0, 3)) {
    const [a, b] = [await newKey(curve.spec), await newKey(curve.spec)];
    const publicA = a.row.publicKey?.(a.key) as Buffer;
    const publicB = b.row.publicKey?.(b.key) as Buffer;
    const secret = a.row.agree?.(a.key, publicB);
    assert.equal(secret?.length, curve.bytes);
    assert.deepEqual(b.row.agree?.(b.key, publicA), secret);
    const files = { key: a.material, peer: publicB };
    assert.deepEqual(openssl('pkeyutl -derive -keyform DER -inkey @key -peerform DER -peerkey @peer', files), secret);
    const scalar = privateKeyOf(a.material).export({ format: 'raw-private' });
    assert.deepEqual(Buffer.from(curve.noble.getSharedSecret(scalar, publicPoint(publicB)).subarray(1)), secret);
    const compressed = createPublicKey({ key: publicB, format: 'der', type: 'spki' });
    const spki = openssl('pkey -pubin -inform DER -in @key -pubout -outform DER -ec_conv_form compressed', {
      key: compressed.export({ format: 'der', type: 'spki' }),
    });
    assert.ok(spki.length < publicB.length);
    assert.deepEqual(a.row.agree?.(a.key, spki), secret);
  }
  assert.equal(rowOf('ECC_SECG_P256K1').agree, undefined);
  assert.equal(rowOf('ECC_SECG_P256K1').usages.KEY_AGREEMENT, undefined);
});

test('ECDH: what is no public key on the same curve is refused', async () => {
  const { row, key, material } = await newKey('ECC_NIST_P256');
  const own = row.publicKey?.(key) as Buffer;
  const foreign = await Promise.all(['ECC_NIST_P384', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519'].map(newKey));
  const infinity = Buffer.from('3019301306072a8648ce3d020106082a8648ce3d03010703020000', 'hex');
  const bad = [
    Buffer.alloc(0), Buffer.alloc(91), own.subarray(0, -1), Buffer.concat([own, Buffer.alloc(1)]), flip(own, 8 * 90),
    own.subarray(26), infinity, material, ...foreign.map((other) => other.row.publicKey?.(other.key) as Buffer),
  ];
  for (const [i, peer] of bad.entries()) assert.throws(() => row.agree?.(key, peer), refusal('PublicKey'), String(i));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (peer) => {
      assert.throws(() => row.agree?.(key, Buffer.from(peer)), refusal('PublicKey'));
    }),
  );
});

