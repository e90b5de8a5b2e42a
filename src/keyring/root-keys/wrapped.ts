/**
 * What a root key source makes of a domain key. It tells by itself what is needed to open it:
 *
 *     version 1 byte (1) ‖ kind 1 byte ‖ root key id 8 bytes ‖ [ passphrase alone: parameters 22 bytes ] ‖ AES-256-GCM
 *     parameters = memory in KiB 4 bytes ‖ passes 1 byte ‖ lanes 1 byte ‖ salt 16 bytes          (Argon2id, RFC 9106)
 *
 * Everything before the last part is authenticated with the caller's associated data. The kind is told to the operator
 * whose root key does not fit; a key that moved from a file to the environment still opens what it wrapped.
 */
import { aeadOpen, aeadSeal } from '../../crypto/aead.ts';
import { deriveKey } from '../derive-key.ts';

export type RootKeyKind = 'file' | 'env' | 'command' | 'memory' | 'passphrase';

export interface WrappedHeader {
  readonly kind: RootKeyKind;
  /** 16 hexadecimal digits. */
  readonly rootKeyId: string;
  /** Empty but for a passphrase. */
  readonly parameters: Buffer;
  /** All bytes before the AEAD. */
  readonly bytes: Buffer;
  readonly sealed: Buffer;
}

export const ROOT_KEY_BYTES = 32;
export const PARAMETERS_BYTES = 22;

const VERSION = 1;
const ID_BYTES = 8;
const FIXED_BYTES = 2 + ID_BYTES;
const KINDS: readonly RootKeyKind[] = ['file', 'env', 'command', 'memory', 'passphrase'];
const NO_PARAMETERS = Buffer.alloc(0);

/** A root key at work. Its bytes serve to derive two things and are not kept. */
export class RootKey {
  /** Tells root keys apart without telling anything of them. 16 hexadecimal digits. */
  readonly id: string;
  readonly #wrapping: Buffer;

  /** @param bytes 32 bytes */
  constructor(bytes: Buffer) {
    this.id = deriveKey(bytes, 'trent root key id', '').toString('hex', 0, ID_BYTES);
    this.#wrapping = deriveKey(bytes, 'trent root key wrapping', '');
  }

  wrap(kind: RootKeyKind, plaintext: Buffer, associatedData: Buffer, parameters: Buffer = NO_PARAMETERS): Buffer {
    const fixed = Buffer.of(VERSION, KINDS.indexOf(kind) + 1);
    const header = Buffer.concat([fixed, Buffer.from(this.id, 'hex'), parameters]);
    return Buffer.concat([header, aeadSeal(this.#wrapping, plaintext, Buffer.concat([header, associatedData]))]);
  }

  /** `undefined` unless this key wrapped these bytes with this associated data. */
  unwrap(header: WrappedHeader, associatedData: Buffer): Buffer | undefined {
    if (header.rootKeyId !== this.id) return undefined;
    return aeadOpen(this.#wrapping, header.sealed, Buffer.concat([header.bytes, associatedData]));
  }
}

/** @throws Error when the bytes are not of this format: a damaged database, or one of a later version */
export function readHeader(wrapped: Buffer): WrappedHeader {
  const kind = KINDS[(wrapped[1] ?? 0) - 1];
  const length = FIXED_BYTES + (kind === 'passphrase' ? PARAMETERS_BYTES : 0);
  if (wrapped[0] !== VERSION || kind === undefined || wrapped.length < length) {
    throw new Error('a wrapped domain key is not of a known format');
  }
  return {
    kind,
    rootKeyId: wrapped.toString('hex', 2, FIXED_BYTES),
    parameters: wrapped.subarray(FIXED_BYTES, length),
    bytes: wrapped.subarray(0, length),
    sealed: wrapped.subarray(length),
  };
}
