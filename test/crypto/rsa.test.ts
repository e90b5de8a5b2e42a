import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import type { MessageType } from '../../src/crypto/contract.ts';
import { emsaPkcs1, emsaPss, isEmsaPss } from '../../src/crypto/rsa-encoding.ts';
import { flip, newKey, openssl, opensslAgrees, refusal } from './support.ts';

const MESSAGE = Buffer.from('a message of no importance');
/** kms.md 2.1: SPKI, and the longest plaintext with SHA-1 and SHA-256. */
const SIZES = { RSA_2048: [294, 214, 190], RSA_3072: [422, 342, 318], RSA_4096: [550, 470, 446] } as const;

for (const [spec, [spkiBytes, sha1Max, sha256Max]] of Object.entries(SIZES)) {
  const { row, key, material } = await newKey(spec);
  const modulusBytes = Number(spec.slice(4)) / 8;
  const spki = row.publicKey?.(key) as Buffer;
  const sign = (algorithm: string, type: MessageType, message: Buffer) =>
    row.sign?.(key, algorithm, type, message) as Promise<Buffer>;
  const verify = (algorithm: string, type: MessageType, message: Buffer, signature: Buffer) =>
    row.verify?.(key, algorithm, type, message, signature) as Promise<boolean>;

  for (const algorithm of row.usages.SIGN_VERIFY ?? []) {
    const sha = `sha${algorithm.slice(-3)}`;
    const digest = hash(sha, MESSAGE, 'buffer');
    const options = algorithm.includes('PSS')
      ? `-pkeyopt digest:${sha} -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:${digest.length} -pkeyopt rsa_mgf1_md:${sha}`
      : `-pkeyopt digest:${sha} -pkeyopt rsa_padding_mode:pkcs1`;

    test(`${spec} ${algorithm}: RAW and DIGEST, ours and openssl's`, async () => {
      const ours = [await sign(algorithm, 'RAW', MESSAGE), await sign(algorithm, 'DIGEST', digest)];
      const theirs = openssl(`pkeyutl -sign -keyform DER -inkey @key -in @digest ${options}`, { key: material, digest });
      for (const signature of [...ours, theirs]) {
        assert.equal(signature.length, modulusBytes);
        assert.ok(await verify(algorithm, 'RAW', MESSAGE, signature));
        assert.ok(await verify(algorithm, 'DIGEST', digest, signature));
        const files = { key: spki, digest, sig: signature };
        assert.ok(opensslAgrees(`pkeyutl -verify -pubin -keyform DER -inkey @key -in @digest -sigfile @sig ${options}`, files));
      }
      assert.equal(ours[0]?.equals(theirs), !algorithm.includes('PSS'));
    });

    test(`${spec} ${algorithm}: what does not verify`, async () => {
      const good = await sign(algorithm, 'DIGEST', digest);
      const bad = [
        Buffer.alloc(0), good.subarray(1), Buffer.concat([good, Buffer.alloc(1)]), Buffer.concat([Buffer.alloc(1), good]),
        Buffer.alloc(modulusBytes), Buffer.alloc(modulusBytes, 0xff), flip(good, 0), flip(good, 8 * modulusBytes - 1),
      ];
      for (const [i, signature] of bad.entries()) {
        assert.equal(await verify(algorithm, 'RAW', MESSAGE, signature), false, `RAW ${i}`);
        assert.equal(await verify(algorithm, 'DIGEST', digest, signature), false, `DIGEST ${i}`);
      }
      assert.equal(await verify(algorithm, 'DIGEST', flip(digest, 9), good), false);
      for (const other of row.usages.SIGN_VERIFY ?? []) {
        if (other !== algorithm) assert.equal(await verify(other, 'RAW', MESSAGE, good), false, other);
      }
      await assert.rejects(sign(algorithm, 'DIGEST', digest.subarray(1)), refusal('DigestLength'));
      await assert.rejects(verify(algorithm, 'DIGEST', MESSAGE, good), refusal('DigestLength'));
      await assert.rejects(sign(algorithm, 'EXTERNAL_MU', digest), refusal('MessageType'));
    });
  }

  for (const [algorithm, longest] of [['RSAES_OAEP_SHA_1', sha1Max], ['RSAES_OAEP_SHA_256', sha256Max]] as const) {
    const sha = algorithm === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256';
    const options = `-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${sha} -pkeyopt rsa_mgf1_md:${sha}`;
    const encrypt = (plaintext: Buffer) => row.encrypt?.(key, algorithm, plaintext) as Promise<Buffer>;
    const decrypt = (ciphertext: Buffer) => row.decrypt?.(key, algorithm, ciphertext) as Promise<Buffer>;

    test(`${spec} ${algorithm}: both directions with openssl, and the bounds`, async () => {
      assert.equal(spki.length, spkiBytes);
      for (const length of [1, longest]) {
        const plaintext = Buffer.alloc(length, 0x5a);
        const ours = await encrypt(plaintext);
        assert.equal(ours.length, modulusBytes);
        assert.deepEqual(openssl(`pkeyutl -decrypt -keyform DER -inkey @key -in @in ${options}`, { key: material, in: ours }), plaintext);
        const files = { key: spki, in: plaintext };
        const theirs = openssl(`pkeyutl -encrypt -pubin -keyform DER -inkey @key -in @in ${options}`, files);
        assert.deepEqual(await decrypt(theirs), plaintext);
      }
      await assert.rejects(encrypt(Buffer.alloc(longest + 1)), refusal('PlaintextTooLong', longest));
    });

    test(`${spec} ${algorithm}: what is no ciphertext of the key`, async () => {
      const good = await encrypt(MESSAGE);
      const bad = [Buffer.alloc(0), good.subarray(1), Buffer.alloc(modulusBytes), Buffer.alloc(modulusBytes, 0xff), flip(good, 900)];
      for (const ciphertext of bad) await assert.rejects(decrypt(ciphertext), refusal('Ciphertext'));
      const other = algorithm === 'RSAES_OAEP_SHA_1' ? 'RSAES_OAEP_SHA_256' : 'RSAES_OAEP_SHA_1';
      await assert.rejects(row.decrypt?.(key, other, good) as Promise<Buffer>, refusal('Ciphertext'));
    });
  }
}

test('names that are no algorithm, or a member of every object, are defects', async () => {
  const { row, key } = await newKey('RSA_2048');
  for (const name of ['RSAES_PKCS1_V1_5', 'constructor', '__proto__']) {
    await assert.rejects(row.encrypt?.(key, name, MESSAGE) as Promise<Buffer>, TypeError);
    await assert.rejects(row.decrypt?.(key, name, MESSAGE) as Promise<Buffer>, TypeError);
    await assert.rejects(row.sign?.(key, name, 'RAW', MESSAGE) as Promise<Buffer>, TypeError);
  }
});

test('every bit of an encoded message counts', () => {
  const digest = hash('sha256', MESSAGE, 'buffer');
  const encoded = emsaPss('sha256', digest, Buffer.alloc(32, 3), 256);
  assert.ok(isEmsaPss('sha256', digest, encoded));
  for (let bit = 0; bit < 256 * 8; bit++) assert.equal(isEmsaPss('sha256', digest, flip(encoded, bit)), false, `bit ${bit}`);
  assert.equal(emsaPkcs1('sha256', digest, 256).toString('hex', 0, 4), '0001ffff');
});

test('without its leading zero, no signature verifies and no ciphertext opens', async () => {
  const { row, key } = await newKey('RSA_2048');
  const until = async (make: () => Promise<Buffer>): Promise<Buffer> => {
    for (let i = 0; i < 10_000; i++) {
      const bytes = await make();
      if (bytes[0] === 0) return bytes;
    }
    throw new Error('no leading zero');
  };
  const algorithm = 'RSASSA_PSS_SHA_256';
  const signature = await until(() => row.sign?.(key, algorithm, 'RAW', MESSAGE) as Promise<Buffer>);
  const digest = hash('sha256', MESSAGE, 'buffer');
  for (const [bytes, valid] of [[signature, true], [signature.subarray(1), false]] as const) {
    assert.equal(await row.verify?.(key, algorithm, 'RAW', MESSAGE, bytes), valid);
    assert.equal(await row.verify?.(key, algorithm, 'DIGEST', digest, bytes), valid);
  }
  const ciphertext = await until(() => row.encrypt?.(key, 'RSAES_OAEP_SHA_256', MESSAGE) as Promise<Buffer>);
  assert.deepEqual(await row.decrypt?.(key, 'RSAES_OAEP_SHA_256', ciphertext), MESSAGE);
  await assert.rejects(row.decrypt?.(key, 'RSAES_OAEP_SHA_256', ciphertext.subarray(1)) as Promise<Buffer>, refusal('Ciphertext'));
});

test('a PSS salt of another length does not verify, RAW or DIGEST', async () => {
  const { row, key, material } = await newKey('RSA_2048');
  const digest = hash('sha256', MESSAGE, 'buffer');
  for (const salt of [0, 20, 64]) {
    const options = `-pkeyopt digest:sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:${salt}`;
    const signature = openssl(`pkeyutl -sign -keyform DER -inkey @key -in @digest ${options}`, { key: material, digest });
    assert.equal(await row.verify?.(key, 'RSASSA_PSS_SHA_256', 'RAW', MESSAGE, signature), false);
    assert.equal(await row.verify?.(key, 'RSASSA_PSS_SHA_256', 'DIGEST', digest, signature), false);
  }
});
