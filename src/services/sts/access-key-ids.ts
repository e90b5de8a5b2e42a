/**
 * Access key ids of temporary credentials. They carry their account, since nothing about a session is stored:
 *
 *     ASIA ‖ account, 40 bits ‖ random, 40 bits          each in 8 characters of base 32 (RFC 4648)
 *
 * Two sessions of an account may meet in one id, and do no harm: the token tells them apart.
 */
import { ACCOUNT_ID } from '../../base/arn.ts';
import { randomBytes } from '../../crypto/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SESSION_KEY_ID = /^ASIA([A-Z2-7]{8})[A-Z2-7]{8}$/;
const PART_LENGTH = 8;

export const isSessionKeyId = (accessKeyId: string): boolean => SESSION_KEY_ID.test(accessKeyId);

export function newSessionKeyId(account: string): string {
  let rest = Number(account);
  let digits = '';
  for (let i = 0; i < PART_LENGTH; i++) {
    digits = ALPHABET[rest % 32]! + digits;
    rest = Math.floor(rest / 32);
  }
  return `ASIA${digits}${Array.from(randomBytes(PART_LENGTH), (byte) => ALPHABET[byte % 32]).join('')}`;
}

/** `undefined` for ids of another form. */
export function accountInKeyId(accessKeyId: string): string | undefined {
  const [, digits] = SESSION_KEY_ID.exec(accessKeyId) ?? [];
  if (digits === undefined) return undefined;
  let number = 0;
  for (const digit of digits) number = number * 32 + ALPHABET.indexOf(digit);
  const account = String(number).padStart(12, '0');
  return ACCOUNT_ID.test(account) ? account : undefined;
}
