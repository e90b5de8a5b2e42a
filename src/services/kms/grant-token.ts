/**
 * A grant token names its grant, sealed by the keyring, so that nothing need be stored for it and nobody can make one
 * up. Each is different, and all of a grant serve as long as the grant is there. Inside, all text ASCII:
 *
 *     version 1 byte ‖ account 12 ‖ grant id 32 ‖ region's length 1 byte ‖ region ‖ key id
 */
import type { Keyring, SealedFor } from '../../keyring/contract.ts';
import * as faults from './faults.ts';
import type { KeyCoordinates } from './key-record.ts';

/** Which grant a token is for. */
export interface GrantCoordinates extends KeyCoordinates {
  readonly grant_id: string;
}

const VERSION = 1;
const GRANT_ID_AT = 13;
const REGION_AT = 46;

/** No names: who opens a token knows nothing of its grant yet. */
const OWNER: SealedFor = { purpose: 'grant-token', names: [] };

/** @returns base64, another text at each call */
export function sealGrantToken(keyring: Keyring, { account, region, key_id, grant_id }: GrantCoordinates): string {
  const head = [Buffer.of(VERSION), Buffer.from(account), Buffer.from(grant_id, 'hex'), Buffer.of(region.length)];
  return keyring.seal(OWNER, Buffer.concat([...head, Buffer.from(region + key_id)])).toString('base64');
}

/** @throws Fault InvalidGrantTokenException for whatever `sealGrantToken` did not make */
export function openGrantToken(keyring: Keyring, token: string): GrantCoordinates {
  const bytes = openBytes(keyring, token);
  const keyIdAt = REGION_AT + bytes.readUInt8(REGION_AT - 1);
  return {
    account: bytes.toString('latin1', 1, GRANT_ID_AT),
    grant_id: bytes.toString('hex', GRANT_ID_AT, REGION_AT - 1),
    region: bytes.toString('latin1', REGION_AT, keyIdAt),
    key_id: bytes.toString('latin1', keyIdAt),
  };
}

function openBytes(keyring: Keyring, token: string): Buffer {
  const sealed = Buffer.from(token, 'base64');
  // Decoders skip what they do not know: only the one canonical text of the bytes is a token.
  if (sealed.toString('base64') !== token) throw faults.invalidGrantToken();
  let bytes: Buffer;
  try {
    bytes = keyring.open(OWNER, sealed);
  } catch {
    throw faults.invalidGrantToken();
  }
  if (bytes[0] !== VERSION) throw faults.invalidGrantToken();
  return bytes;
}
