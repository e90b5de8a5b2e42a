import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shake256 } from '@noble/hashes/sha3.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { ml_kem1024, ml_kem512, ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { flip, newKey, refusal } from './support.ts';

const ALGORITHM = 'ML_DSA_SHAKE_256';
const MESSAGE = Buffer.from('a message of no importance');
const SPKI_HEADER_BYTES = 22;

for (const [spec, noble, spkiBytes, signatureBytes] of [
  ['ML_DSA_44', ml_dsa44, 1_334, 2_420],
  ['ML_DSA_65', ml_dsa65, 1_974, 3_309],
  ['ML_DSA_87', ml_dsa87, 2_614, 4_627],
] as const) {
  test(`${spec}: OpenSSL and noble derive the same key and accept each other's signatures`, async () => {
    const { row, key, material } = await newKey(spec);
    assert.equal(material.length, 54);
    const spki = row.publicKey?.(key) as Buffer;
    assert.equal(spki.length, spkiBytes);
    const publicKey = spki.subarray(SPKI_HEADER_BYTES);
    const theirs = noble.keygen(material.subarray(-32));
    assert.deepEqual(Buffer.from(theirs.publicKey), publicKey);
    // FIPS 204: µ = H(H(pk, 64) ‖ 0x00 ‖ 0x00 ‖ M, 64)
    const tr = shake256(publicKey, { dkLen: 64 });
    const mu = Buffer.from(shake256(Buffer.concat([tr, Buffer.alloc(2), MESSAGE]), { dkLen: 64 }));
    const signatures = [
      (await row.sign?.(key, ALGORITHM, 'RAW', MESSAGE)) as Buffer,
      (await row.sign?.(key, ALGORITHM, 'EXTERNAL_MU', mu)) as Buffer,
      Buffer.from(noble.sign(MESSAGE, theirs.secretKey)),
    ];
    for (const signature of signatures) {
      assert.equal(signature.length, signatureBytes);
      assert.ok(noble.verify(signature, MESSAGE, publicKey));
      assert.equal(await row.verify?.(key, ALGORITHM, 'RAW', MESSAGE, signature), true);
      assert.equal(await row.verify?.(key, ALGORITHM, 'EXTERNAL_MU', mu, signature), true);
      assert.equal(await row.verify?.(key, ALGORITHM, 'RAW', flip(MESSAGE, 1), signature), false);
      assert.equal(await row.verify?.(key, ALGORITHM, 'EXTERNAL_MU', flip(mu, 1), signature), false);
      for (const bad of [flip(signature, 77), flip(signature, 8 * signatureBytes - 1), signature.subarray(1), Buffer.alloc(0)]) {
        assert.equal(await row.verify?.(key, ALGORITHM, 'RAW', MESSAGE, bad), false);
        assert.equal(await row.verify?.(key, ALGORITHM, 'EXTERNAL_MU', mu, bad), false);
      }
    }
    const again = (await row.sign?.(key, ALGORITHM, 'EXTERNAL_MU', mu)) as Buffer;
    assert.ok(!again.equals(signatures[1] as Buffer), 'hedged: two signatures differ');
    await assert.rejects(row.sign?.(key, ALGORITHM, 'DIGEST', mu) as Promise<Buffer>, refusal('MessageType'));
    await assert.rejects(row.sign?.(key, ALGORITHM, 'EXTERNAL_MU', mu.subarray(1)) as Promise<Buffer>, refusal('DigestLength'));
    await assert.rejects(row.sign?.(key, 'ECDSA_SHA_256', 'RAW', mu) as Promise<Buffer>, TypeError);
    assert.equal(row.importMaterial, undefined);
  });
}

for (const [spec, noble, ciphertextBytes, publicBytes] of [
  ['ML_KEM_512', ml_kem512, 768, 800],
  ['ML_KEM_768', ml_kem768, 1_088, 1_184],
  ['ML_KEM_1024', ml_kem1024, 1_568, 1_568],
] as const) {
  test(`${spec}: OpenSSL and noble share secrets, and reject alike`, async () => {
    const { row, key, material } = await newKey(spec);
    assert.equal(material.length, 86);
    const spki = row.publicKey?.(key) as Buffer;
    assert.equal(spki.length, publicBytes + SPKI_HEADER_BYTES);
    const theirs = noble.keygen(material.subarray(-64));
    assert.deepEqual(Buffer.from(theirs.publicKey), spki.subarray(SPKI_HEADER_BYTES));
    const ours = await row.encapsulate?.(key);
    assert.ok(ours);
    assert.equal(ours.ciphertext.length, ciphertextBytes);
    assert.equal(ours.sharedSecret.length, 32);
    assert.deepEqual(Buffer.from(noble.decapsulate(ours.ciphertext, theirs.secretKey)), ours.sharedSecret);
    const { cipherText, sharedSecret } = noble.encapsulate(spki.subarray(SPKI_HEADER_BYTES));
    assert.deepEqual(await row.decapsulate?.(key, Buffer.from(cipherText)), Buffer.from(sharedSecret));
    const tampered = flip(ours.ciphertext, 100);
    const implicit = (await row.decapsulate?.(key, tampered)) as Buffer;
    assert.deepEqual(implicit, Buffer.from(noble.decapsulate(tampered, theirs.secretKey)));
    assert.notDeepEqual(implicit, ours.sharedSecret);
    for (const length of [0, ciphertextBytes - 1, ciphertextBytes + 1]) {
      await assert.rejects(row.decapsulate?.(key, Buffer.alloc(length)) as Promise<Buffer>, refusal('Ciphertext'));
    }
  });
}
