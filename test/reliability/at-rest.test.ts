/** What lies on the disk, and what is printed: nothing that gives a key away; and nothing opens without the root key. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { constants, createCipheriv, createHash, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KMSClient,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { environment, serve } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { type Secrets, tracesIn, tracesInDirectory } from '../support/traces.ts';

const BIN = join(import.meta.dirname, '../../bin/trent');

/** RSA_AES_KEY_WRAP_SHA_256: OAEP of an ephemeral AES key, then RFC 5649 of the material under it. */
function wrapped(publicKey: Uint8Array, material: Buffer): Buffer {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  const ephemeral = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', ephemeral, Buffer.from('a65959a6', 'hex'));
  const oaep = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, ephemeral);
  return Buffer.concat([oaep, cipher.update(material), cipher.final()]);
}

function wrappedDirectly(publicKey: Uint8Array, material: Buffer): Buffer {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, material);
}

async function importKey(client: KMSClient, input: CreateKeyCommandInput, material: Buffer): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ ...input, Origin: 'EXTERNAL' }));
  const KeyId = KeyMetadata!.KeyId!;
  const direct = material.length <= 32;
  const WrappingAlgorithm = direct ? 'RSAES_OAEP_SHA_256' : 'RSA_AES_KEY_WRAP_SHA_256';
  const parameters = await client.send(new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' }));
  const EncryptedKeyMaterial = (direct ? wrappedDirectly : wrapped)(parameters.PublicKey!, material);
  const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE';
  await client.send(new ImportKeyMaterialCommand({ KeyId, ImportToken: parameters.ImportToken, EncryptedKeyMaterial, ExpirationModel }));
  return KeyId;
}

const fromJwk = (value: string): Buffer => Buffer.from(value, 'base64url');

/** Known material of three kinds, imported; plaintexts; data keys as they were given out. */
async function session(client: KMSClient): Promise<Secrets> {
  const [symmetric, mac, plaintext] = [randomBytes(32), randomBytes(32), randomBytes(64)];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { d, p, q } = privateKey.export({ format: 'jwk' }) as { d: string; p: string; q: string };
  await importKey(client, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, mac);
  await importKey(client, { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, privateKey.export({ format: 'der', type: 'pkcs8' }));
  const KeyId = await importKey(client, { Description: MARKER }, symmetric);
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: plaintext, EncryptionContext: { a: 'b' } }));
  await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }));
  const dataKey = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  const pair = await client.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }));
  // Refused requests are a way into messages and logs, too.
  await assert.rejects(client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'c' } })));
  await assert.rejects(client.send(new EncryptCommand({ KeyId: 'alias/none', Plaintext: plaintext })));
  const handedOut = { 'data key': Buffer.from(dataKey.Plaintext!), 'data key pair': Buffer.from(pair.PrivateKeyPlaintext!).subarray(36, 68) };
  return { symmetric, mac, plaintext, ...handedOut, 'RSA d': fromJwk(d), 'RSA p': fromJwk(p), 'RSA q': fromJwk(q) };
}

/** Not secret, so the search must find it. */
const MARKER = 'a description that lies in the database in clear';

test('neither files nor output hold key material, plaintexts or secrets of access keys', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  const secrets = await session(served.client());
  const accessKey = Buffer.from(served.variables['AWS_SECRET_ACCESS_KEY']!);
  const searched = { ...secrets, 'access key': accessKey };
  assert.deepEqual(tracesInDirectory(data, searched), [], 'while the server runs');
  assert.equal(await served.end('SIGTERM'), 0);
  assert.deepEqual(tracesInDirectory(data, searched), [], 'after it has ended');
  assert.deepEqual(tracesIn(Buffer.from(served.output()), secrets, 'output'), []);
  const others = served.output().split('\n').filter((line) => !line.startsWith('export AWS_SECRET_ACCESS_KEY='));
  assert.deepEqual(tracesIn(Buffer.from(others.join('\n')), { accessKey }, 'output besides the export line'), []);

  assert.deepEqual(tracesInDirectory(data, { marker: Buffer.from(MARKER) }).sort(), ['0000000001.log: marker', 'trent.db: marker'], 'the search finds what is there');
  const rootKey = Buffer.from(readFileSync(join(data, 'root.key'), 'utf8'), 'base64');
  assert.equal(rootKey.length, 32);
  assert.deepEqual(tracesInDirectory(data, { rootKey }), ['root.key: rootKey'], 'the root key lies in its own file alone');
});

/** Hash by file; those that SQLite has only while it is open are left out, as they are empty or gone afterwards. */
function fingerprint(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => relative(directory, join(parentPath, name))).filter((name) => !/-(wal|shm)$/.test(name)).sort();
  return Object.fromEntries(files.map((name) => [name, createHash('sha256').update(readFileSync(join(directory, name))).digest('hex')]));
}

function newRootKey(directory: string, name: string): string {
  const path = join(directory, name);
  writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  return `file:${path}`;
}

async function refusedStart(args: readonly string[], variables: Record<string, string> = {}): Promise<string> {
  try {
    await using served = await serve(args, { variables });
    throw new assert.AssertionError({ message: `started: ${served.url}` });
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return (error as Error).message;
  }
}

async function storeOne(data: string, rootKey: readonly string[] = []): Promise<Uint8Array> {
  await using served = await serve(['--data', data, ...rootKey]);
  const { KeyMetadata } = await served.client().send(new CreateKeyCommand({}));
  const { CiphertextBlob } = await served.client().send(new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('kept') }));
  assert.equal(await served.end('SIGTERM'), 0);
  return CiphertextBlob!;
}

async function opens(data: string, CiphertextBlob: Uint8Array, rootKey: readonly string[] = []): Promise<void> {
  await using served = await serve(['--data', data, ...rootKey]);
  const { Plaintext, KeyId } = await served.client().send(new DecryptCommand({ CiphertextBlob }));
  assert.equal(Buffer.from(Plaintext!).toString(), 'kept');
  await served.client().send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }));
  assert.equal(await served.end('SIGTERM'), 0);
}

test('a wrong or missing root key is refused at the start, and the files stay as they are', async (t) => {
  const directory = temporaryDirectory(t);
  const data = join(directory, 'data');
  const ciphertext = await storeOne(data);
  const before = fingerprint(data);
  const wrong = newRootKey(directory, 'wrong.key');
  const attempts = [
    () => refusedStart(['--data', data, '--root-key', wrong]),
    () => refusedStart(['--data', data, '--root-key', 'env:TRENT_TEST_KEY'], { TRENT_TEST_KEY: randomBytes(32).toString('base64') }),
    () => refusedStart(['--data', data, '--root-key', `file:${join(directory, 'absent.key')}`]),
    () => refusedStart(['--data', data, '--root-key', 'env:TRENT_TEST_ABSENT']),
  ];
  for (const attempt of attempts) {
    const message = await attempt();
    assert.match(message, /ended with 1:\ntrent: .*(root key|TRENT_TEST_ABSENT)/);
    assert.doesNotMatch(message, /\n\s+at /, 'no stack trace');
    assert.deepEqual(fingerprint(data), before);
  }
  const kept = readFileSync(join(data, 'root.key'));
  rmSync(join(data, 'root.key'));
  assert.match(await refusedStart(['--data', data]), /root key/);
  assert.equal(readdirSync(data).includes('root.key'), false, 'no new root key in the place of the lost one');
  writeFileSync(join(data, 'root.key'), kept, { mode: 0o600 });
  await opens(data, ciphertext);
});

test('a damaged database or root key file is refused without a stack trace of secrets', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await storeOne(data);
  const text = readFileSync(join(data, 'root.key'), 'utf8');
  for (const damaged of ['', 'short\n', text.slice(0, -6), `${text}${text}`]) {
    writeFileSync(join(data, 'root.key'), damaged, { mode: 0o600 });
    const message = await refusedStart(['--data', data]);
    assert.match(message, /ended with 1:\ntrent: /);
    assert.equal(message.includes(text.trim().slice(4, 30)), false, 'the key is not repeated');
  }
});

test('rotate-root-key on a running server: the new one opens from then on, the old one does not', async (t) => {
  const directory = temporaryDirectory(t);
  const data = join(directory, 'data');
  const ciphertext = await storeOne(data);
  const next = newRootKey(directory, 'next.key');
  await using served = await serve(['--data', data]);
  const rotate = (args: string[]) => promisify(execFile)(process.execPath, [BIN, 'rotate-root-key', '--data', data, ...args], { env: environment() });
  await rotate(['--to', next]);
  await served.client().send(new DecryptCommand({ CiphertextBlob: ciphertext }));
  assert.equal(await served.end('SIGTERM'), 0);
  assert.match(await refusedStart(['--data', data]), /root key/);
  await opens(data, ciphertext, ['--root-key', next]);
  // And back, while no server runs.
  const third = newRootKey(directory, 'third.key');
  await rotate(['--root-key', next, '--to', third]);
  assert.match(await refusedStart(['--data', data, '--root-key', next]), /root key/);
  await opens(data, ciphertext, ['--root-key', third]);
});
