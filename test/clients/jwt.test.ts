/** jwt-on-kms, as shipped: it signs in KMS and verifies with the public key. node:crypto has the last word. */
import assert from 'node:assert/strict';
import { createPublicKey, type SigningOptions, verify as verifyAlone } from 'node:crypto';
import { after, before, describe, mock, test } from 'node:test';
import { CreateKeyCommand, GetPublicKeyCommand, type KeySpec, type KMSClient, type SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import { constants } from 'node:crypto';
import { setClient, sign, verify } from 'jwt-on-kms';
import { boot, type Booted } from '../support/boot.ts';

interface Row {
  readonly spec: KeySpec;
  readonly algorithm: SigningAlgorithmSpec;
  readonly hash: string;
  readonly options: SigningOptions;
  /** Whether the package verifies this algorithm itself; of the PKCS #1 and EC ones it can only sign. */
  readonly verifies?: boolean;
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING };
const ROWS: readonly Row[] = [
  { spec: 'RSA_2048', algorithm: 'RSASSA_PSS_SHA_256', hash: 'sha256', options: { ...PSS, saltLength: 32 }, verifies: true },
  { spec: 'RSA_2048', algorithm: 'RSASSA_PSS_SHA_384', hash: 'sha384', options: { ...PSS, saltLength: 48 } },
  { spec: 'RSA_2048', algorithm: 'RSASSA_PKCS1_V1_5_SHA_512', hash: 'sha512', options: { padding: constants.RSA_PKCS1_PADDING } },
  { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', hash: 'sha256', options: { dsaEncoding: 'der' } },
  { spec: 'ECC_NIST_P384', algorithm: 'ECDSA_SHA_384', hash: 'sha384', options: { dsaEncoding: 'der' } },
  { spec: 'ECC_NIST_P521', algorithm: 'ECDSA_SHA_512', hash: 'sha512', options: { dsaEncoding: 'der' } },
];

const PAYLOAD = { sub: 'orders', scope: ['read', 'write'] };

async function createKey(client: KMSClient, spec: KeySpec): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' }));
  return KeyMetadata!.KeyId!;
}

async function holdsAlone(client: KMSClient, keyId: string, token: string, row: Row): Promise<boolean> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
  const [header, payload, signature] = token.split('.');
  return verifyAlone(row.hash, Buffer.from(`${header}.${payload}`), { key, ...row.options }, Buffer.from(signature!, 'base64url'));
}

/** The same token with another payload. */
const altered = (token: string): string => {
  const [header, , signature] = token.split('.');
  return `${header}.${Buffer.from('{"sub":"everything"}').toString('base64url')}.${signature}`;
};

describe('jwt-on-kms', () => {
  let booted: Booted;
  let client: KMSClient;
  before(async () => {
    // The package prints what it signs.
    mock.method(console, 'log', () => undefined);
    booted = await boot();
    client = booted.client();
    setClient(client);
  });
  after(() => booted.stop());

  for (const row of ROWS) {
    test(`${row.algorithm} with ${row.spec}`, async () => {
      const keyId = await createKey(client, row.spec);
      const token = await sign(PAYLOAD, keyId, { algorithm: row.algorithm, expiresIn: 60 });
      const { iat, exp, ...claims } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as typeof PAYLOAD & { iat: number; exp: number };
      assert.deepEqual(claims, PAYLOAD);
      assert.ok(exp - iat >= 60);
      assert.equal(await holdsAlone(client, keyId, token, row), true);
      assert.equal(await holdsAlone(client, keyId, altered(token), row), false);
      if (!row.verifies) return;
      assert.equal((await verify(token, keyId, { algorithm: row.algorithm })).isValid, true);
      assert.deepEqual(await verify(altered(token), keyId), { isValid: false, error: 'Invalid signature' });
      const other = await createKey(client, row.spec);
      assert.equal((await verify(token, other)).isValid, false);
    });
  }

  test('nothing was reported to the operator', () => assert.deepEqual(booted.reports, []));
});
