/**
 * Who holds key material: root key → domain key → key material. Each layer is AES-256-GCM, bound by associated data
 * to what it belongs to, so that a row copied elsewhere does not open. Nothing outside this room sees a wrapping key.
 */

/** What a sealed value belongs to; all of it is authenticated. */
export interface SealedFor {
  /** What kind of thing it is: `key-material`, `access-key-secret`, `import-wrapping-key`, … */
  readonly purpose: string;
  /** Its names, for example account, region, key id, material id. Encoded with lengths, so `['a','bc']` is not `['ab','c']`. */
  readonly names: readonly string[];
}

export interface Keyring {
  /** Sealed under the current domain key; the id of that key is inside the bytes. */
  seal(owner: SealedFor, plaintext: Buffer): Buffer;
  /** @throws Error (never a Fault: it is a defect or an attack) when the bytes were not sealed for this owner */
  open(owner: SealedFor, sealed: Buffer): Buffer;
  /** A 32-byte key for a purpose, derived from the domain key set: for tokens and markers that must not be forged. Stable across restarts and root key rotations. */
  derive(purpose: string): Buffer;
  /** Re-wraps the domain keys under another root key, without downtime. */
  rotateRootKey(next: RootKeySource): Promise<void>;
}

/** A place that a root key comes from (a file, the environment, a command's output, a passphrase; later PKCS#11, another KMS). */
export interface RootKeySource {
  /** For messages: `file trent-data/root.key`. Never the key. */
  readonly description: string;
  wrap(plaintext: Buffer, associatedData: Buffer): Promise<Buffer>;
  /** @throws UsageError 'wrong root key' when it does not open */
  unwrap(wrapped: Buffer, associatedData: Buffer): Promise<Buffer>;
  /**
   * Told after an open or a rotation, when every domain key is durably wrapped under the key that this source used
   * last: it may now put that key in the place of an older one. Must be repeatable.
   */
  adopted?(): Promise<void>;
}
