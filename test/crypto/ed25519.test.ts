import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import { test } from 'node:test';
import { ed25519, ed25519ph } from '@noble/curves/ed25519.js';
import { runTask } from '../../src/crypto/slow-tasks.ts';
import { flip, newKey, opensslAgrees, refusal, rowOf } from './support.ts';

const SPEC = 'ECC_NIST_EDWARDS25519';
const pkcs8 = (seed: string): Buffer => Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');

test('RFC 8032 7.1, test 2, and 7.3, "abc"', async () => {
  const row = rowOf(SPEC);
  const pure = row.load(pkcs8('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'));
  assert.equal(row.publicKey?.(pure).toString('hex', 12), '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  assert.equal(
    (await row.sign?.(pure, 'ED25519_SHA_512', 'RAW', Buffer.from([0x72])))?.toString('hex'),
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  const seed = pkcs8('833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42');
  const key = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  const message = Buffer.from('abc');
  const signature = runTask({ scheme: 'ed25519ph', spec: SPEC, key, message }) as Uint8Array;
  assert.equal(
    Buffer.from(signature).toString('hex'),
    '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
  );
  assert.equal(runTask({ scheme: 'ed25519ph', spec: SPEC, key: createPublicKey(key), message, signature }), true);
});

test('Ed25519 with openssl and noble, both directions', async () => {
  const { row, key, material } = await newKey(SPEC);
  const message = Buffer.alloc(4_096, 9);
  const spki = row.publicKey?.(key) as Buffer;
  assert.equal(spki.length, 44);
  const signature = (await row.sign?.(key, 'ED25519_SHA_512', 'RAW', message)) as Buffer;
  assert.equal(signature.length, 64);
  const files = { key: spki, message, sig: signature };
  assert.ok(opensslAgrees('pkeyutl -verify -rawin -pubin -keyform DER -inkey @key -in @message -sigfile @sig', files));
  assert.ok(ed25519.verify(signature, message, spki.subarray(12)));
  const theirs = Buffer.from(ed25519.sign(message, material.subarray(-32)));
  assert.equal(await row.verify?.(key, 'ED25519_SHA_512', 'RAW', message, theirs), true);
  for (const bad of [flip(signature, 0), flip(signature, 511), signature.subarray(1), Buffer.alloc(0)]) {
    assert.equal(await row.verify?.(key, 'ED25519_SHA_512', 'RAW', message, bad), false);
  }
});

test('Ed25519ph hashes the digest it is given once more', async () => {
  const { row, key, material } = await newKey(SPEC);
  const digest = hash('sha512', 'a message', 'buffer');
  const signature = (await row.sign?.(key, 'ED25519_PH_SHA_512', 'DIGEST', digest)) as Buffer;
  assert.ok(ed25519ph.verify(signature, digest, (row.publicKey?.(key) as Buffer).subarray(12)));
  assert.ok(!ed25519ph.verify(signature, Buffer.from('a message'), (row.publicKey?.(key) as Buffer).subarray(12)));
  const theirs = Buffer.from(ed25519ph.sign(digest, material.subarray(-32)));
  assert.equal(await row.verify?.(key, 'ED25519_PH_SHA_512', 'DIGEST', digest, theirs), true);
  for (const bad of [flip(theirs, 0), flip(theirs, 511), theirs.subarray(1), Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(64, 255)]) {
    assert.equal(await row.verify?.(key, 'ED25519_PH_SHA_512', 'DIGEST', digest, bad), false);
  }
  const pure = (await row.sign?.(key, 'ED25519_SHA_512', 'RAW', digest)) as Buffer;
  assert.equal(await row.verify?.(key, 'ED25519_PH_SHA_512', 'DIGEST', digest, pure), false);
});

test('each algorithm has its one message type and length', async () => {
  const { row, key } = await newKey(SPEC);
  const sign = (algorithm: string, type: 'RAW' | 'DIGEST' | 'EXTERNAL_MU', length: number) =>
    row.sign?.(key, algorithm, type, Buffer.alloc(length)) as Promise<Buffer>;
  await assert.rejects(sign('ED25519_SHA_512', 'DIGEST', 64), refusal('MessageType'));
  await assert.rejects(sign('ED25519_SHA_512', 'EXTERNAL_MU', 64), refusal('MessageType'));
  await assert.rejects(sign('ED25519_PH_SHA_512', 'RAW', 64), refusal('MessageType'));
  for (const length of [0, 32, 63, 65]) await assert.rejects(sign('ED25519_PH_SHA_512', 'DIGEST', length), refusal('DigestLength'));
  await assert.rejects(sign('ECDSA_SHA_256', 'RAW', 64), TypeError);
});
