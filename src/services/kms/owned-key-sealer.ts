/**
 * Sealing under an AWS owned key. A sealed value:
 *
 *     version 1 byte (2) ‖ key id 16 bytes ‖ number of the key material 2 bytes ‖ sealed (crypto/sealing.ts)
 *
 * Authenticated with it: the header, then whom it was sealed for. So values of before a rotation open under the material
 * of then. Values with version 1 are older than these keys, and the keyring's.
 */
import type { SealedOwner, Sealer } from '../../base/integrated-service.ts';
import { openValue, sealValue } from '../../crypto/sealing.ts';
import { lengthPrefixed } from '../../keyring/length-prefixed.ts';
import type { KeyRecord } from './key-record.ts';
import type { HeldKey } from './owned-keys.ts';
import type { KeyMaterialRow } from './tables.ts';

const VERSION = 2;
const KEYRING_VERSION = 1;
const ID_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + 2;

/** @param held a symmetric key that is there. @param keyring for older values */
export const sealerUnder = (held: HeldKey, keyring: Pick<Sealer, 'open'>): Sealer => ({
  seal(owner, plaintext) {
    const key = held.record!;
    const header = headerOf(key, key.current!);
    return Buffer.concat([header, sealValue(held.use(key.current!), plaintext, associatedData(header, owner))]);
  },
  open(owner, sealed) {
    if (sealed[0] === KEYRING_VERSION) return keyring.open(owner, sealed);
    const material = materialOf(held.record!, sealed);
    const header = sealed.subarray(0, HEADER_BYTES);
    const plaintext = material && openValue(held.use(material), sealed.subarray(HEADER_BYTES), associatedData(header, owner));
    if (!plaintext) throw new Error(`a stored value (${owner.purpose}) does not open: it was damaged or moved`);
    return plaintext;
  },
});

function headerOf({ row }: KeyRecord, { sequence }: Readonly<KeyMaterialRow>): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION);
  header.write(digitsOf(row.key_id), 1, 'hex');
  header.writeUInt16BE(sequence, 1 + ID_BYTES);
  return header;
}

/** The material that the bytes name; `undefined` when they are of another key or no sealed value at all. */
function materialOf({ row, materials }: KeyRecord, sealed: Buffer): Readonly<KeyMaterialRow> | undefined {
  if (sealed.length <= HEADER_BYTES || sealed[0] !== VERSION) return undefined;
  if (sealed.toString('hex', 1, 1 + ID_BYTES) !== digitsOf(row.key_id)) return undefined;
  const sequence = sealed.readUInt16BE(1 + ID_BYTES);
  return materials.find((material) => material.sequence === sequence);
}

const digitsOf = (keyId: string): string => keyId.replaceAll('-', '');

function associatedData(header: Buffer, { purpose, names }: SealedOwner): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(names.length);
  return Buffer.concat([header, count, lengthPrefixed([purpose, ...names])]);
}
