/** Checks a chain of digests in a directory by means of its own: openssl for signatures, and the rules of CloudTrail's user guide. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify as verifies } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicKey } from '@aws-sdk/client-cloudtrail';
import { digestsIn, type Folder, logsIn, pathIn, readObject } from './support.ts';

interface Digest {
  readonly digestStartTime: string;
  readonly digestEndTime: string;
  readonly digestS3Bucket: string;
  readonly digestS3Object: string;
  readonly previousDigestS3Object: string | null;
  readonly previousDigestHashValue: string | null;
  readonly previousDigestSignature: string | null;
  readonly digestPublicKeyFingerprint: string;
  readonly logFiles: readonly { readonly s3Object: string; readonly hashValue: string }[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @param scratch a directory for openssl's files; absent: signatures are checked without it, which is quicker @returns the digests of a region, oldest first */
export function checkChain(folder: Folder, region: string, keys: readonly PublicKey[], scratch?: string): Digest[] {
  const objects = digestsIn(folder).filter((key) => key.includes(`/CloudTrail-Digest/${region}/`));
  const digests = objects.map((key) => ({ key, text: readObject(folder, key) })).map(({ key, text }) => ({ key, text, digest: JSON.parse(text) as Digest }));
  let previous: (typeof digests)[number] | undefined;
  for (const found of digests) {
    const { key, text, digest } = found;
    assert.equal(digest.digestS3Object, key);
    assert.equal(digest.previousDigestS3Object, previous?.key ?? null);
    assert.equal(digest.previousDigestHashValue, previous ? sha256(previous.text) : null);
    if (previous) assert.equal(digest.digestStartTime, previous.digest.digestEndTime);
    const signature = signatureOf(folder, key);
    assert.equal(digest.previousDigestSignature, previous ? signatureOf(folder, previous.key) : null);
    const signed = [digest.digestEndTime, `${digest.digestS3Bucket}/${key}`, sha256(text), digest.previousDigestSignature ?? 'null'].join('\n');
    verify(keys.find(({ Fingerprint }) => Fingerprint === digest.digestPublicKeyFingerprint)!, signed, signature, scratch);
    for (const { s3Object, hashValue } of digest.logFiles) assert.equal(sha256(readObject(folder, s3Object)), hashValue);
    previous = found;
  }
  return digests.map(({ digest }) => digest);
}

/** Every log file is in exactly one digest. */
export function checkLogs(folder: Folder, digests: readonly Digest[]): void {
  assert.deepEqual(digests.flatMap(({ logFiles }) => logFiles.map(({ s3Object }) => s3Object)).sort(), logsIn(folder));
}

function signatureOf(folder: Folder, key: string): string {
  const { metadata } = JSON.parse(readFileSync(`${pathIn(folder, key)}.metadata.json`, 'utf8')) as { metadata: Record<string, string> };
  assert.equal(metadata['signature-algorithm'], 'SHA256withRSA');
  return metadata['signature']!;
}

function verify({ Value, Fingerprint }: PublicKey, text: string, signature: string, scratch: string | undefined): void {
  assert.equal(createHash('md5').update(Value!).digest('hex'), Fingerprint);
  if (scratch === undefined) {
    const key = createPublicKey({ key: Buffer.from(Value!), format: 'der', type: 'pkcs1' });
    assert.ok(verifies('sha256', Buffer.from(text), key, Buffer.from(signature, 'hex')));
    return;
  }
  const [der, pem, data, mark] = ['key.der', 'key.pem', 'data', 'signature'].map((name) => join(scratch, name)) as [string, string, string, string];
  writeFileSync(der, Value!);
  writeFileSync(data, text);
  writeFileSync(mark, Buffer.from(signature, 'hex'));
  execFileSync('openssl', ['rsa', '-RSAPublicKey_in', '-inform', 'DER', '-in', der, '-pubout', '-out', pem], { stdio: 'pipe' });
  execFileSync('openssl', ['dgst', '-sha256', '-verify', pem, '-signature', mark, data], { stdio: 'pipe' });
}
