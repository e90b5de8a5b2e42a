/**
 * What the rest of Trent knows of cryptography. A key spec is one row of `KEY_SPECS` (key-specs.ts); rooms to the left
 * hold a row and a `UsableKey`, and never ask for an algorithm by name. Results follow the AWS KMS developer guide,
 * "Key spec reference": sizes in bytes, public keys SPKI DER (RFC 5280), private keys PKCS#8 DER (RFC 5958).
 */

export type KeyUsage =
  | 'ENCRYPT_DECRYPT'
  | 'SIGN_VERIFY'
  | 'GENERATE_VERIFY_MAC'
  | 'KEY_AGREEMENT'
  | 'ENCAPSULATE_DECAPSULATE';

/** `Other` requests of a caller that the key or the algorithm cannot serve; `services/` gives them AWS's words. */
export type RefusalKind =
  | 'DigestLength' // MessageType DIGEST with a message that is not one digest long
  | 'MessageType' // a MessageType that the key spec or algorithm does not have
  | 'PlaintextTooLong' // detail: the most bytes that would fit
  | 'PublicKey' // DeriveSharedSecret: not a public key on the same curve
  | 'KeyMaterial' // imported bytes that are no key of the spec
  | 'Ciphertext'; // Decapsulate or Decrypt: cannot be of this key

export class CryptoRefusal extends Error {
  override readonly name = 'CryptoRefusal';
  readonly kind: RefusalKind;
  readonly detail: number | undefined;

  constructor(kind: RefusalKind, detail?: number) {
    super(kind);
    this.kind = kind;
    this.detail = detail;
  }
}

/** Key material made ready for use. What is inside belongs to crypto/ alone. `destroy` overwrites what can be. */
export interface UsableKey {
  readonly spec: string;
  destroy(): void;
}

/**
 * Material as it is stored (sealed) and imported: raw bytes for symmetric and HMAC keys, PKCS#8 DER for key pairs
 * (ML-DSA and ML-KEM in seed form).
 */
export type Material = Buffer;

export type MessageType = 'RAW' | 'DIGEST' | 'EXTERNAL_MU';

export interface KeySpecRow {
  /** `RSA_2048`. */
  readonly spec: string;
  readonly symmetric: boolean;
  /** The usages that the spec can have, each with its algorithms in the order of DescribeKey. */
  readonly usages: { readonly [U in KeyUsage]?: readonly string[] };
  /** May be made with Origin EXTERNAL. */
  readonly importable: boolean;
  /** May be named as KeyPairSpec of GenerateDataKeyPair. */
  readonly dataKeyPair: boolean;

  /** New random material; slow work happens off the event loop. */
  generate(): Promise<Material>;
  /** Material (own or checked) made ready. */
  load(material: Material): UsableKey;
  /**
   * Unwrapped bytes from ImportKeyMaterial, checked against the spec and put into the form that is stored.
   * @throws CryptoRefusal KeyMaterial
   */
  importMaterial?(bytes: Buffer): Material;
  /** SPKI DER. Key pairs only. */
  publicKey?(key: UsableKey): Buffer;

  /** RSA-OAEP. @throws CryptoRefusal PlaintextTooLong */
  encrypt?(key: UsableKey, algorithm: string, plaintext: Buffer): Promise<Buffer>;
  /** @throws CryptoRefusal Ciphertext */
  decrypt?(key: UsableKey, algorithm: string, ciphertext: Buffer): Promise<Buffer>;
  /** @throws CryptoRefusal DigestLength, MessageType */
  sign?(key: UsableKey, algorithm: string, messageType: MessageType, message: Buffer): Promise<Buffer>;
  /** @throws CryptoRefusal DigestLength, MessageType */
  verify?(
    key: UsableKey,
    algorithm: string,
    messageType: MessageType,
    message: Buffer,
    signature: Buffer,
  ): Promise<boolean>;
  /** RFC 2104. */
  mac?(key: UsableKey, message: Buffer): Buffer;
  /** The x-coordinate, NIST SP 800-56A r3 5.7.1.2. @throws CryptoRefusal PublicKey */
  agree?(key: UsableKey, peerPublicKey: Buffer): Buffer;
  /** FIPS 203. */
  encapsulate?(key: UsableKey): Promise<{ ciphertext: Buffer; sharedSecret: Buffer }>;
  /** @throws CryptoRefusal Ciphertext, for a wrong length only: anything else gives a pseudo-random secret */
  decapsulate?(key: UsableKey, ciphertext: Buffer): Promise<Buffer>;
}

/** Where a symmetric ciphertext belongs. `region` is empty for multi-Region keys: all related keys open it. */
export interface CiphertextHome {
  /** 12 digits. */
  readonly account: string;
  /** UUID, or `mrk-` + 32 hex. */
  readonly keyId: string;
  /** 64 hex. */
  readonly materialId: string;
}

export type EncryptionContext = { readonly [key: string]: string };

/** ciphertext.ts implements this; the layout is drawn there. */
export interface SymmetricCiphertexts {
  /** `region`: of the key, or '' for a multi-Region key; authenticated, not stored. Synchronous: it is the hot path. */
  encrypt(key: UsableKey, home: CiphertextHome, region: string, context: EncryptionContext | undefined, plaintext: Uint8Array): Buffer;
  /** Reads where the blob says it belongs; checks nothing. `undefined` when it is no ciphertext of Trent's. */
  parseHome(blob: Buffer): CiphertextHome | undefined;
  /** `undefined` for every way in which the blob is not what `encrypt` made with these arguments. */
  decrypt(key: UsableKey, home: CiphertextHome, region: string, context: EncryptionContext | undefined, blob: Buffer): Buffer | undefined;
}

/** One wrapping key pair of GetParametersForImport, and what ImportKeyMaterial needs of it (import-wrapping.ts). */
export interface ImportWrapping {
  /** RSA_2048, RSA_3072, RSA_4096. @returns PKCS#8 and SPKI DER */
  generateWrappingKey(wrappingKeySpec: string): Promise<{ privateKey: Buffer; publicKey: Buffer }>;
  /** Whether a key of `spec` may be imported under this algorithm and wrapping key spec. */
  allows(spec: string, wrappingAlgorithm: string, wrappingKeySpec: string): boolean;
  /** @throws CryptoRefusal Ciphertext when it cannot be unwrapped */
  unwrap(wrappingAlgorithm: string, privateKey: Buffer, encryptedKeyMaterial: Buffer): Promise<Buffer>;
}
