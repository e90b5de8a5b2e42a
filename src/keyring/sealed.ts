/**
 * What `seal` gives:
 *
 *     version 1 byte (1) ‖ domain key id 16 bytes ‖ AES-256-GCM: IV 12 ‖ ciphertext ‖ tag 16
 *
 * Authenticated with it: version ‖ domain key id ‖ number of names 4 bytes ‖ purpose ‖ names, each text length-prefixed.
 */
import { aeadOpen, aeadSeal } from '../crypto/aead.ts';
import type { SealedFor } from './contract.ts';
import { lengthPrefixed } from './length-prefixed.ts';

export interface DomainKey {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const VERSION = 1;
const HEADER_BYTES = 17;

export function sealUnder({ id, key }: DomainKey, owner: SealedFor, plaintext: Buffer): Buffer {
  const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(id, 'hex')]);
  return Buffer.concat([header, aeadSeal(key, plaintext, associatedData(header, owner))]);
}

/** The domain key that the bytes say they were sealed under; `undefined` when they are not of this format. */
export const domainKeyIdOf = (sealed: Buffer): string | undefined =>
  sealed.length > HEADER_BYTES && sealed[0] === VERSION ? sealed.toString('hex', 1, HEADER_BYTES) : undefined;

/** `undefined` for every way in which the bytes are not what `sealUnder` made of this owner. */
export const openUnder = (key: Buffer, owner: SealedFor, sealed: Buffer): Buffer | undefined =>
  aeadOpen(key, sealed.subarray(HEADER_BYTES), associatedData(sealed.subarray(0, HEADER_BYTES), owner));

function associatedData(header: Buffer, { purpose, names }: SealedFor): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(names.length);
  return Buffer.concat([header, count, lengthPrefixed([purpose, ...names])]);
}
