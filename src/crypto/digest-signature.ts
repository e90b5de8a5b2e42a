/** SHA256withRSA as CloudTrail signs its digests: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2). */
import { createPublicKey, verify } from 'node:crypto';

/** @param pkcs1 RSAPublicKey, DER (RFC 8017 A.1.1) */
export function isSignedBy(pkcs1: Buffer, data: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: pkcs1, format: 'der', type: 'pkcs1' });
  return verify('sha256', data, key, signature);
}
