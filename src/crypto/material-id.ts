import { prepareHmac } from './hmac.ts';

/** Binds this use of the material as a MAC key apart from every other. */
const LABEL = 'Trent key material id\0';

/**
 * The id of one key material: 64 hexadecimal digits, the same whenever the same bytes are imported into the same key,
 * and telling nothing of the bytes (they are the MAC key, and at least 224 random bits).
 */
export function keyMaterialId(keyId: string, material: Buffer): string {
  const hmac = prepareHmac('sha256', material);
  const id = hmac.digest(LABEL + keyId).toString('hex');
  hmac.destroy();
  return id;
}
