/**
 * A 32-byte key from another, for one purpose: NIST SP 800-108r1, 4.1, counter mode with HMAC-SHA256, one block:
 *
 *     HMAC-SHA256( key, counter 00000001 ‖ label ‖ 00 ‖ context ‖ length in bits 00000100 )
 *
 * The label is one of a few constants without a zero byte, so label and context cannot run into each other.
 */
import { hmacSha256 } from '../crypto/hmac.ts';

const COUNTER = Buffer.of(0, 0, 0, 1);
const ZERO = Buffer.of(0);
const BITS = Buffer.of(0, 0, 1, 0);

export const deriveKey = (key: Buffer, label: string, context: string): Buffer =>
  hmacSha256(key, Buffer.concat([COUNTER, Buffer.from(label), ZERO, Buffer.from(context, 'utf8'), BITS]));
