/**
 * A digest file: which log files there are, with their hashes, and the digest before it; signed over its own hash. User
 * guide, "CloudTrail digest file structure" and "Custom implementations of log file integrity validation".
 */
import { sha256Hex } from '../../crypto/hash.ts';
import type { DigestSigner } from '../journal/digest-signer.ts';
import type { TrailDefinition } from './contract.ts';
import { digestKey, secondsText } from './layout.ts';
import type { LogFileRow } from './tables.ts';

export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the uncompressed document, and its signature: hexadecimal. */
  readonly hash: string;
  readonly signature: string;
}

export interface DigestFacts {
  readonly trail: TrailDefinition;
  readonly region: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly start: number;
  readonly end: number;
  readonly files: readonly LogFileRow[];
  readonly previous: PreviousDigest | undefined;
}

export interface SignedDigest extends PreviousDigest {
  readonly bytes: Buffer;
}

const HASH_ALGORITHM = 'SHA-256';
export const SIGNATURE_ALGORITHM = 'SHA256withRSA';

/** The document names the key that signs it, and that is known for sure only once it has: then it is made again. */
export async function signedDigest(facts: DigestFacts, signer: DigestSigner): Promise<SignedDigest> {
  let fingerprint = signer.publicKeys().at(-1)?.fingerprint ?? '';
  for (;;) {
    const bytes = Buffer.from(JSON.stringify(documentOf(facts, fingerprint)));
    const { trail, region, end, previous } = facts;
    const key = digestKey(trail, region, end);
    const hash = sha256Hex(bytes);
    const text = [secondsText(end), `${trail.bucket}/${key}`, hash, previous?.signature ?? 'null'].join('\n');
    const signed = await signer.sign(Buffer.from(text));
    if (signed.fingerprint === fingerprint) return { bucket: trail.bucket, key, hash, signature: signed.signature.toString('hex'), bytes };
    fingerprint = signed.fingerprint;
  }
}

function documentOf({ trail, region, start, end, files, previous }: DigestFacts, fingerprint: string): object {
  return {
    awsAccountId: trail.account,
    digestStartTime: secondsText(start),
    digestEndTime: secondsText(end),
    digestS3Bucket: trail.bucket,
    digestS3Object: digestKey(trail, region, end),
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: SIGNATURE_ALGORITHM,
    newestEventTime: files.length === 0 ? null : secondsText(Math.max(...files.map((file) => file.newest_event_at))),
    oldestEventTime: files.length === 0 ? null : secondsText(Math.min(...files.map((file) => file.oldest_event_at))),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? HASH_ALGORITHM : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: file.bucket,
      s3Object: file.object_key,
      hashValue: file.hash,
      hashAlgorithm: HASH_ALGORITHM,
      newestEventTime: secondsText(file.newest_event_at),
      oldestEventTime: secondsText(file.oldest_event_at),
    })),
  };
}
