/** The first 56 bytes of a ciphertext, drawn in ciphertext.ts: version, flags, account, key id, key material id. */
import { ACCOUNT_ID } from '../base/arn.ts';
import type { CiphertextHome } from './contract.ts';

export const HOME_BYTES = 56;

const VERSION = 1;
const MULTI_REGION = 1;
const MULTI_REGION_PREFIX = 'mrk-';
const KEY_ID_AT = 8;
const MATERIAL_ID_AT = 24;
const ACCOUNT_MAX = 999_999_999_999;
/** Of a UUID, and of `mrk-` with 32 digits. */
const KEY_ID_LENGTH = 36;

/** Whether `home` is one that has a place: 12 digits, a key id, 64 digits. Otherwise `target` holds nothing of use. */
export function writeHome(target: Buffer, home: CiphertextHome): boolean {
  const { account, keyId, materialId } = home;
  if (!ACCOUNT_ID.test(account) || keyId.length !== KEY_ID_LENGTH || materialId.length !== 64) return false;
  const multiRegion = keyId.startsWith(MULTI_REGION_PREFIX);
  target[0] = VERSION;
  target[1] = multiRegion ? MULTI_REGION : 0;
  target.writeUIntBE(Number(account), 2, 6);
  const digits = multiRegion ? keyId.slice(4) : uuidDigits(keyId);
  return target.write(digits, KEY_ID_AT, 'hex') === 16 && target.write(materialId, MATERIAL_ID_AT, 'hex') === 32;
}

/** `undefined` for bytes that no `writeHome` has written. `source` is at least `HOME_BYTES` long. */
export function readHome(source: Buffer): CiphertextHome | undefined {
  const flags = source[1] as number;
  const account = source.readUIntBE(2, 6);
  if (source[0] !== VERSION || flags > MULTI_REGION || account > ACCOUNT_MAX) return undefined;
  const digits = source.toString('hex', KEY_ID_AT, MATERIAL_ID_AT);
  return {
    account: String(account).padStart(12, '0'),
    keyId: flags === MULTI_REGION ? MULTI_REGION_PREFIX + digits : uuid(digits),
    materialId: source.toString('hex', MATERIAL_ID_AT, HOME_BYTES),
  };
}

const uuid = (digits: string): string =>
  `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;

/** 32 digits when the dashes stand where a UUID has them; text of another length when not. */
const uuidDigits = (id: string): string => {
  const digits = id.replaceAll('-', '');
  return digits.length === 32 && uuid(digits) === id ? digits : '';
};
