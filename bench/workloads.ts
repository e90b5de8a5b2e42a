/** What is sent for each measured operation: distinct JSON bodies for keys that are made through the API first. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { KmsClient } from './kms-client.ts';
import type { Service } from './signer.ts';

export interface Workload {
  /** `encrypt`. */
  readonly name: string;
  /** Absent: KMS. */
  readonly service?: Service | undefined;
  /** The share of the bare server that is promised, where it is not KMS's. */
  readonly promised?: number | undefined;
  /** `Encrypt`. */
  readonly operation: string;
  /** @returns `count` bodies at most; fewer where each costs a request to prepare */
  prepare(client: KmsClient, count: number): Promise<string[]>;
}

/** Sizes of the common case: a 256-bit key is what mostly gets wrapped. */
const secret = (): string => randomBytes(32).toString('base64');
/** Each ciphertext is one request to the server under test. */
const CIPHERTEXTS_MAX = 512;

const bodies = (count: number, input: () => object): string[] => Array.from({ length: count }, () => JSON.stringify(input()));

export type OnKey = 'Encrypt' | 'Decrypt' | 'GenerateDataKey';

/** Requests about a symmetric key. @param EncryptionContext of all of them */
export async function bodiesFor(
  operation: OnKey,
  client: KmsClient,
  KeyId: string,
  count: number,
  EncryptionContext?: { readonly [key: string]: string },
): Promise<string[]> {
  if (operation === 'Encrypt') return bodies(count, () => ({ KeyId, Plaintext: secret(), EncryptionContext }));
  if (operation === 'GenerateDataKey') return bodies(1, () => ({ KeyId, KeySpec: 'AES_256', EncryptionContext }));
  const ready: string[] = [];
  while (ready.length < Math.min(count, CIPHERTEXTS_MAX)) {
    const input = { KeyId, Plaintext: secret(), EncryptionContext };
    const { CiphertextBlob } = await client.call<{ CiphertextBlob: string }>('Encrypt', input);
    ready.push(JSON.stringify({ CiphertextBlob, EncryptionContext }));
  }
  return ready;
}

const onNewKey = (name: string, operation: OnKey): Workload => ({
  name,
  operation,
  prepare: async (client, count) => bodiesFor(operation, client, await client.createKey(), count),
});

export const encrypt = onNewKey('encrypt', 'Encrypt');
const decrypt = onNewKey('decrypt', 'Decrypt');
const generateDataKey = onNewKey('generate-data-key', 'GenerateDataKey');

const generateMac: Workload = {
  name: 'generate-mac',
  operation: 'GenerateMac',
  async prepare(client, count) {
    const KeyId = await client.createKey('HMAC_256', 'GENERATE_VERIFY_MAC');
    return bodies(count, () => ({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: secret() }));
  },
};

const describeKey: Workload = {
  name: 'describe-key',
  operation: 'DescribeKey',
  async prepare(client) {
    const KeyId = await client.createKey();
    return bodies(1, () => ({ KeyId }));
  },
};

/** Two calls of KMS's worth each: the service's own, and Decrypt within it. */
const SERVICE_PROMISED = 0.25;

/** SecureString parameters, in clear. */
const parameters: Workload = {
  name: 'parameters',
  service: 'ssm',
  operation: 'GetParameter',
  promised: SERVICE_PROMISED,
  prepare: (client, count) =>
    prepared(count, async (i) => {
      const Name = `/bench/secure/${i}`;
      await client.call('PutParameter', { Name, Value: secret(), Type: 'SecureString' });
      return { Name, WithDecryption: true };
    }),
};

const secrets: Workload = {
  name: 'secrets',
  service: 'secretsmanager',
  operation: 'GetSecretValue',
  promised: SERVICE_PROMISED,
  prepare: (client, count) =>
    prepared(count, async (i) => {
      const input = { Name: `bench-${i}`, SecretString: secret(), ClientRequestToken: randomUUID() };
      const { ARN } = await client.call<{ ARN: string }>('CreateSecret', input);
      return { SecretId: ARN };
    }),
};

async function prepared(count: number, input: (i: number) => Promise<object>): Promise<string[]> {
  const ready: string[] = [];
  while (ready.length < Math.min(count, CIPHERTEXTS_MAX)) ready.push(JSON.stringify(await input(ready.length)));
  return ready;
}

/** The operations that are measured next to the bare server. */
export const WORKLOADS: readonly Workload[] = [encrypt, decrypt, generateDataKey, generateMac, describeKey, parameters, secrets];

/** Sign over a 32-byte message. @param algorithm `ECDSA_SHA_256` */
export const sign = (keySpec: string, algorithm: string): Workload => ({
  name: `sign ${keySpec}`,
  operation: 'Sign',
  async prepare(client, count) {
    const KeyId = await client.createKey(keySpec, 'SIGN_VERIFY');
    return bodies(count, () => ({ KeyId, Message: secret(), MessageType: 'RAW', SigningAlgorithm: algorithm }));
  },
});
