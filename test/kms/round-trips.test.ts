/**
 * Every key spec does all that its usages promise, through the API, and what comes out is right: compared with the
 * `openssl` program and with noble.
 */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { EncryptionAlgorithmSpec, KeySpec, KeyUsageType, KMS, MacAlgorithmSpec, MessageType, SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import { ed25519ph } from '@noble/curves/ed25519.js';
import { shake256 } from '@noble/hashes/sha3.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { ml_kem1024, ml_kem512, ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { KEY_SPECS } from '../../src/crypto/key-specs.ts';
import { openssl, opensslAgrees } from '../crypto/support.ts';
import { bytes, type Emulator, flip, newKey, NO_TEXT, refuses, startEmulator } from './support.ts';

const MESSAGE = bytes('the message');
const PLAINTEXT = bytes('the plaintext');
const rows = Object.values(KEY_SPECS);
const withUsage = (usage: keyof (typeof rows)[number]['usages']) => rows.filter((row) => row.usages[usage]);

describe('round trips', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  const make = (spec: string, usage: KeyUsageType) => newKey(kms, { KeySpec: spec as KeySpec, KeyUsage: usage });

  for (const { spec, usages } of withUsage('ENCRYPT_DECRYPT')) {
    test(`${spec}: Encrypt, Decrypt, ReEncrypt`, async () => {
      const key = await make(spec, 'ENCRYPT_DECRYPT');
      for (const name of usages.ENCRYPT_DECRYPT!) {
        const EncryptionAlgorithm = name as EncryptionAlgorithmSpec;
        const sealed = await kms.encrypt({ KeyId: key.id, Plaintext: PLAINTEXT, EncryptionAlgorithm });
        assert.deepEqual([sealed.KeyId, sealed.EncryptionAlgorithm], [key.arn, name]);
        const opened = await kms.decrypt({ KeyId: key.id, CiphertextBlob: sealed.CiphertextBlob, EncryptionAlgorithm });
        assert.deepEqual(Buffer.from(opened.Plaintext!), PLAINTEXT);
        assert.deepEqual([opened.KeyId, opened.EncryptionAlgorithm], [key.arn, name]);
        assert.equal(opened.KeyMaterialId !== undefined, spec === 'SYMMETRIC_DEFAULT');
        await reEncryptsToSymmetric(key, name as EncryptionAlgorithmSpec, sealed.CiphertextBlob!);
        if (spec !== 'SYMMETRIC_DEFAULT') await opensFromOpenssl(key.id, EncryptionAlgorithm);
      }
    });
  }

  /** And back: both directions between a key and a symmetric one. */
  async function reEncryptsToSymmetric(key: { id: string; arn: string }, algorithm: EncryptionAlgorithmSpec, blob: Uint8Array) {
    const other = await newKey(kms);
    const there = await kms.reEncrypt({ SourceKeyId: key.id, SourceEncryptionAlgorithm: algorithm, CiphertextBlob: blob, DestinationKeyId: other.id });
    assert.deepEqual([there.SourceKeyId, there.KeyId], [key.arn, other.arn]);
    assert.deepEqual([there.SourceEncryptionAlgorithm, there.DestinationEncryptionAlgorithm], [algorithm, 'SYMMETRIC_DEFAULT']);
    assert.equal(there.SourceKeyMaterialId !== undefined, algorithm === 'SYMMETRIC_DEFAULT');
    assert.match(there.DestinationKeyMaterialId!, /^[0-9a-f]{64}$/);
    const back = await kms.reEncrypt({ CiphertextBlob: there.CiphertextBlob, DestinationKeyId: key.id, DestinationEncryptionAlgorithm: algorithm });
    assert.equal(back.DestinationKeyMaterialId !== undefined, algorithm === 'SYMMETRIC_DEFAULT');
    const opened = await kms.decrypt({ KeyId: key.id, CiphertextBlob: back.CiphertextBlob, EncryptionAlgorithm: algorithm });
    assert.deepEqual(Buffer.from(opened.Plaintext!), PLAINTEXT);
  }

  async function opensFromOpenssl(KeyId: string, EncryptionAlgorithm: EncryptionAlgorithmSpec) {
    const { PublicKey } = await kms.getPublicKey({ KeyId });
    const hash = EncryptionAlgorithm === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256';
    const options = `-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${hash} -pkeyopt rsa_mgf1_md:${hash}`;
    const CiphertextBlob = openssl(`pkeyutl -encrypt -pubin -keyform DER -inkey @key -in @plain -out @out ${options}`, {
      key: PublicKey!,
      plain: PLAINTEXT,
    });
    const opened = await kms.decrypt({ KeyId, CiphertextBlob, EncryptionAlgorithm });
    assert.deepEqual(Buffer.from(opened.Plaintext!), PLAINTEXT);
    const damaged = kms.decrypt({ KeyId, CiphertextBlob: flip(CiphertextBlob, 1_000), EncryptionAlgorithm });
    await refuses(damaged, 'InvalidCiphertextException', NO_TEXT);
  }

  for (const { spec, usages } of withUsage('SIGN_VERIFY')) {
    test(`${spec}: Sign, Verify`, async () => {
      const { id: KeyId, arn } = await make(spec, 'SIGN_VERIFY');
      const { PublicKey } = await kms.getPublicKey({ KeyId });
      for (const name of usages.SIGN_VERIFY!) {
        const SigningAlgorithm = name as SigningAlgorithmSpec;
        for (const [type, signed, verified] of messagesFor(name, PublicKey!)) {
          const { Signature, ...rest } = await kms.sign({ KeyId, SigningAlgorithm, MessageType: type, Message: signed });
          assert.deepEqual([rest.KeyId, rest.SigningAlgorithm], [arn, name]);
          assert.ok(matches(name, PublicKey!, verified, Signature!), `${name} ${type}`);
          const claim = { KeyId, SigningAlgorithm, MessageType: type, Message: signed };
          const { SignatureValid } = await kms.verify({ ...claim, Signature });
          assert.equal(SignatureValid, true);
          const damaged = flip(Signature!, Signature!.length * 8 - 1);
          await refuses(kms.verify({ ...claim, Signature: damaged }), 'KMSInvalidSignatureException', NO_TEXT);
        }
      }
    });
  }

  for (const { spec, usages } of withUsage('GENERATE_VERIFY_MAC')) {
    test(`${spec}: GenerateMac, VerifyMac`, async () => {
      const { id: KeyId, arn } = await make(spec, 'GENERATE_VERIFY_MAC');
      const MacAlgorithm = usages.GENERATE_VERIFY_MAC![0] as MacAlgorithmSpec;
      const { Mac, ...rest } = await kms.generateMac({ KeyId, MacAlgorithm, Message: MESSAGE });
      assert.deepEqual([rest.KeyId, rest.MacAlgorithm, Mac!.length * 8], [arn, MacAlgorithm, Number(spec.slice(5))]);
      const claim = { KeyId, MacAlgorithm, Message: MESSAGE };
      assert.equal((await kms.verifyMac({ ...claim, Mac })).MacValid, true);
      for (const wrong of [flip(Mac!, 0), Mac!.subarray(1), Buffer.concat([Mac!, Buffer.of(0)])]) {
        await refuses(kms.verifyMac({ ...claim, Mac: wrong }), 'KMSInvalidMacException', NO_TEXT);
      }
    });
  }

  for (const { spec } of withUsage('KEY_AGREEMENT')) {
    test(`${spec}: DeriveSharedSecret`, async () => {
      const { id: KeyId, arn } = await make(spec, 'KEY_AGREEMENT');
      const { PublicKey, KeyAgreementAlgorithms } = await kms.getPublicKey({ KeyId });
      assert.deepEqual(KeyAgreementAlgorithms, ['ECDH']);
      const namedCurve = { ECC_NIST_P256: 'P-256', ECC_NIST_P384: 'P-384', ECC_NIST_P521: 'P-521' }[spec]!;
      const peer = generateKeyPairSync('ec', { namedCurve });
      const theirs = peer.publicKey.export({ format: 'der', type: 'spki' });
      const derived = await kms.deriveSharedSecret({ KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: theirs });
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
      const expected = diffieHellman({ privateKey: peer.privateKey, publicKey });
      assert.deepEqual(Buffer.from(derived.SharedSecret!), expected);
      assert.deepEqual([derived.KeyId, derived.KeyAgreementAlgorithm, derived.KeyOrigin], [arn, 'ECDH', 'AWS_KMS']);
    });
  }

  const KEMS: Record<string, typeof ml_kem512> = { ML_KEM_512: ml_kem512, ML_KEM_768: ml_kem768, ML_KEM_1024: ml_kem1024 };
  for (const { spec } of withUsage('ENCAPSULATE_DECAPSULATE')) {
    test(`${spec}: Encapsulate, Decapsulate`, async () => {
      const { id: KeyId, arn } = await make(spec, 'ENCAPSULATE_DECAPSULATE');
      const EncapsulationAlgorithm = 'ML_KEM';
      const { PublicKey } = await kms.getPublicKey({ KeyId });
      const kem = KEMS[spec]!;
      const own = await kms.encapsulate({ KeyId, EncapsulationAlgorithm });
      assert.deepEqual([own.KeyId, own.SharedSecret!.length, own.SharedSecretCiphertextBlob!.length], [arn, 32, kem.lengths.cipherText]);
      const decapsulate = async (SharedSecretCiphertextBlob: Uint8Array) =>
        Buffer.from((await kms.decapsulate({ KeyId, EncapsulationAlgorithm, SharedSecretCiphertextBlob })).SharedSecret!);
      assert.deepEqual(await decapsulate(own.SharedSecretCiphertextBlob!), Buffer.from(own.SharedSecret!));
      // The encapsulation key is the end of the SPKI (RFC 9935).
      const theirs = kem.encapsulate(PublicKey!.subarray(-kem.lengths.publicKey!));
      assert.deepEqual(await decapsulate(theirs.cipherText), Buffer.from(theirs.sharedSecret));
      const rejected = await decapsulate(flip(theirs.cipherText, 7));
      assert.notDeepEqual(rejected, Buffer.from(theirs.sharedSecret));
      assert.deepEqual(await decapsulate(flip(theirs.cipherText, 7)), rejected, 'implicit rejection is deterministic (FIPS 203)');
      await refuses(decapsulate(theirs.cipherText.subarray(1)), 'InvalidCiphertextException', NO_TEXT);
    });
  }

  test('GetPublicKey: members, and none for secret keys', async () => {
    const { id, arn } = await make('ECC_NIST_P256', 'SIGN_VERIFY');
    const { body } = await emulator.post('GetPublicKey', { KeyId: id });
    const { PublicKey, ...rest } = body;
    assert.equal(Buffer.from(String(PublicKey), 'base64').length, 91);
    const spec = { CustomerMasterKeySpec: 'ECC_NIST_P256', KeySpec: 'ECC_NIST_P256' };
    assert.deepEqual(rest, { KeyId: arn, ...spec, KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] });
    for (const secret of [await newKey(kms), await make('HMAC_256', 'GENERATE_VERIFY_MAC')]) {
      await refuses(kms.getPublicKey({ KeyId: secret.id }), 'UnsupportedOperationException', NO_TEXT);
    }
  });
});

type Signed = readonly [type: MessageType, signed: Uint8Array, verified: Uint8Array];

/** What is given to Sign for each message type, and what an outside verifier then checks the signature against. */
function messagesFor(algorithm: string, spki: Uint8Array): Signed[] {
  const raw: Signed = ['RAW', MESSAGE, MESSAGE];
  if (algorithm === 'ED25519_SHA_512') return [raw];
  if (algorithm === 'ML_DSA_SHAKE_256') return [raw, ['EXTERNAL_MU', mu(spki), MESSAGE]];
  const hash = `sha${algorithm.slice(-3) === '512' || algorithm === 'ED25519_PH_SHA_512' ? '512' : algorithm.slice(-3)}`;
  const digest: Signed = ['DIGEST', createHash(hash).update(MESSAGE).digest(), MESSAGE];
  // KMS hashes again what it gets for Ed25519ph, so the outside message is the digest itself.
  return algorithm === 'ED25519_PH_SHA_512' ? [['DIGEST', digest[1], digest[1]]] : [raw, digest];
}

const DSAS = { 1334: { dsa: ml_dsa44, bytes: 1312 }, 1974: { dsa: ml_dsa65, bytes: 1952 }, 2614: { dsa: ml_dsa87, bytes: 2592 } } as const;
const dsaOf = (spki: Uint8Array) => DSAS[spki.length as keyof typeof DSAS];

/** FIPS 204, algorithm 7 line 6, with an empty context. */
function mu(spki: Uint8Array): Uint8Array {
  const publicKey = spki.subarray(-dsaOf(spki).bytes);
  const tr = shake256(publicKey, { dkLen: 64 });
  return shake256(Buffer.concat([tr, Buffer.of(0, 0), MESSAGE]), { dkLen: 64 });
}

function matches(algorithm: string, key: Uint8Array, message: Uint8Array, sig: Uint8Array): boolean {
  const files = { key, message, sig };
  if (algorithm === 'ML_DSA_SHAKE_256') return dsaOf(key).dsa.verify(sig, message, key.subarray(-dsaOf(key).bytes));
  if (algorithm === 'ED25519_PH_SHA_512') return ed25519ph.verify(sig, message, key.subarray(12));
  if (algorithm === 'ED25519_SHA_512') return opensslAgrees('pkeyutl -verify -pubin -keyform DER -inkey @key -rawin -in @message -sigfile @sig', files);
  const options = algorithm.includes('PSS') ? ' -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest' : '';
  return opensslAgrees(`dgst -sha${algorithm.slice(-3)} -verify @key -keyform DER${options} -signature @sig @message`, files);
}
