/** An RSA public key as CloudTrail lists it: RSAPublicKey in DER (RFC 8017 A.1.1), known by its MD5. */
import { hash } from 'node:crypto';
import type { UsableKey } from './contract.ts';
import { keyPairOf } from './key-pair.ts';

interface NamedRsaPublicKey {
  readonly pkcs1: Buffer;
  /** 32 lower-case hexadecimal digits: a name, not a protection. */
  readonly fingerprint: string;
}

export function namedRsaPublicKey(key: UsableKey): NamedRsaPublicKey {
  const pkcs1 = keyPairOf(key, key.spec).publicKey.export({ format: 'der', type: 'pkcs1' });
  return { pkcs1, fingerprint: hash('md5', pkcs1, 'hex') };
}
