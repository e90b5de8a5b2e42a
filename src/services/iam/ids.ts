/** IAM's unique ids: a prefix for the kind (IAM User Guide, "Unique identifiers"), then characters of base 32 (RFC 4648). */
import { sha256 } from '../../crypto/hash.ts';
import { randomBytes } from '../../crypto/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const idOf = (prefix: string, bytes: Uint8Array): string => prefix + Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('');

const newId = (prefix: string, length: number): string => idOf(prefix, randomBytes(length - prefix.length));

const PREFIXES = { user: 'AIDA', group: 'AGPA', role: 'AROA', policy: 'ANPA' } as const;

export const newEntityId = (kind: keyof typeof PREFIXES): string => newId(PREFIXES[kind], 21);
/** Of a policy of AWS's: the same everywhere. */
export const awsPolicyId = (arn: string): string => idOf(PREFIXES.policy, sha256(arn).subarray(0, 17));
export const newAccessKeyId = (): string => newId('AKIA', 20);
/** 40 characters. */
export const newSecretAccessKey = (): string => randomBytes(30).toString('base64');
