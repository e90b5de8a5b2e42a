/** Who signs digests: the key of the cloudtrail service, wherever it is kept. */

export interface DigestSigner {
  /** SHA256withRSA (RFC 8017, RSASSA-PKCS1-v1_5). `fingerprint`: of the public key that verifies it. */
  sign(data: Buffer): Promise<{ readonly signature: Buffer; readonly fingerprint: string }>;
  /** All that ever signed, oldest first: none before the first signature. */
  publicKeys(): readonly DigestPublicKey[];
}

export interface DigestPublicKey {
  /** MD5 of `pkcs1`, in lower-case hexadecimal digits: as CloudTrail names its keys. */
  readonly fingerprint: string;
  /** RSAPublicKey, DER (RFC 8017 A.1.1). */
  readonly pkcs1: Buffer;
  /** When it was made, and when the next one was; milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number | undefined;
}
