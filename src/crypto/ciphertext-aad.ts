/**
 * What a ciphertext is bound to besides its plaintext. All lengths and counts are 32-bit big-endian integers, so no two
 * different inputs give the same bytes:
 *
 *   header (120)
 *   length of the Region in characters ‖ Region
 *   number of pairs ‖ for each pair: length of key ‖ key ‖ length of value ‖ value
 *
 * Text is written as UTF-16LE code units, lengths count code units, and pairs stand in the order of their keys' code
 * units. UTF-8 would not do: JSON can carry lone surrogates, which UTF-8 all maps to U+FFFD, and two different contexts
 * would open each other's ciphertexts. No context and an empty one are the same, as AWS KMS has it.
 */
import type { EncryptionContext } from './contract.ts';

const LENGTH_BYTES = 4;
/** Fits nearly all requests; a context that does not fit gets a buffer for the one call. Holds nothing secret. */
const scratch = Buffer.allocUnsafeSlow(4_096);

/** Valid until the next call: it may be a view of memory that is used again. */
export function associatedData(
  blob: Buffer,
  headerBytes: number,
  region: string,
  context: EncryptionContext | undefined,
): Buffer {
  const keys = context === undefined ? [] : Object.keys(context);
  if (keys.length > 1) keys.sort();
  const size = headerBytes + lengthOf(region, keys, context);
  const target = size <= scratch.length ? scratch : Buffer.allocUnsafeSlow(size);
  blob.copy(target, 0, 0, headerBytes);
  let at = writeText(target, headerBytes, region);
  at = target.writeUInt32BE(keys.length, at);
  for (const key of keys) {
    at = writeText(target, at, key);
    at = writeText(target, at, (context as EncryptionContext)[key] as string);
  }
  return target.subarray(0, at);
}

function lengthOf(region: string, keys: readonly string[], context: EncryptionContext | undefined): number {
  let characters = region.length;
  for (const key of keys) characters += key.length + ((context as EncryptionContext)[key] as string).length;
  return 2 * characters + LENGTH_BYTES * (2 + 2 * keys.length);
}

function writeText(target: Buffer, at: number, text: string): number {
  const start = target.writeUInt32BE(text.length, at);
  return start + target.write(text, start, 'utf16le');
}
