/** IAM's unique ids: a prefix for the kind (IAM User Guide, "Unique identifiers"), then characters of base 32 (RFC 4648). */
import { randomBytes } from '../../crypto/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const newId = (prefix: string, length: number): string =>
  prefix + Array.from(randomBytes(length - prefix.length), (byte) => ALPHABET[byte % 32]).join('');

const PREFIXES = { user: 'AIDA', group: 'AGPA', role: 'AROA', policy: 'ANPA' } as const;

export const newEntityId = (kind: keyof typeof PREFIXES): string => newId(PREFIXES[kind], 21);
export const newAccessKeyId = (): string => newId('AKIA', 20);
/** 40 characters. */
export const newSecretAccessKey = (): string => randomBytes(30).toString('base64');
