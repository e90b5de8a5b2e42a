/** A root key as text: base64, base64url or hexadecimal of 32 bytes, with blanks around it forgiven. */
import { UsageError } from '../../base/errors.ts';

const HEX = /^[0-9a-fA-F]{64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** @param where for the message. @throws UsageError when the text is none of these */
export function parseKeyText(text: string, where: string): Buffer {
  const trimmed = text.trim();
  if (HEX.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (BASE64.test(trimmed)) return Buffer.from(trimmed, 'base64');
  throw new UsageError(`${where} holds no root key`, 'a root key is 32 random bytes in base64: openssl rand -base64 32');
}
