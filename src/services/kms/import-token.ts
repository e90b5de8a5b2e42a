/**
 * The import token is the server's own memory, handed to the client: the private wrapping key, sealed for one KMS key
 * by the keyring, so that nothing need be stored. Inside:
 *
 *     version 1 byte ‖ valid until, ms 8 bytes ‖ algorithm's length 1 byte ‖ algorithm ‖ PKCS#8 private key
 */
import type { Keyring, SealedFor } from '../../keyring/contract.ts';
import * as faults from './faults.ts';
import type { KeyRecord } from './key-record.ts';

const VERSION = 1;
const HEADER_BYTES = 10;

export interface ImportParameters {
  readonly validUntil: number;
  readonly wrappingAlgorithm: string;
  /** PKCS#8 DER. */
  readonly privateKey: Buffer;
}

const ownerOf = ({ row }: KeyRecord): SealedFor => ({
  purpose: 'import-token',
  names: [row.account, row.region, row.key_id],
});

export function sealImportToken(keyring: Keyring, key: KeyRecord, parameters: ImportParameters): Buffer {
  const algorithm = Buffer.from(parameters.wrappingAlgorithm);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeBigUInt64BE(BigInt(parameters.validUntil), 1);
  header.writeUInt8(algorithm.length, 9);
  const plaintext = Buffer.concat([header, algorithm, parameters.privateKey]);
  const token = keyring.seal(ownerOf(key), plaintext);
  plaintext.fill(0);
  return token;
}

/** @throws Fault InvalidImportTokenException, ExpiredImportTokenException */
export function openImportToken(keyring: Keyring, key: KeyRecord, token: Buffer, now: number): ImportParameters {
  let plaintext: Buffer;
  try {
    plaintext = keyring.open(ownerOf(key), token);
  } catch {
    throw faults.invalidImportToken();
  }
  if (plaintext.readUInt8(0) !== VERSION) throw faults.invalidImportToken();
  const validUntil = Number(plaintext.readBigUInt64BE(1));
  if (now >= validUntil) throw faults.expiredImportToken();
  const keyAt = HEADER_BYTES + plaintext.readUInt8(9);
  const wrappingAlgorithm = plaintext.toString('latin1', HEADER_BYTES, keyAt);
  return { validUntil, wrappingAlgorithm, privateKey: plaintext.subarray(keyAt) };
}
