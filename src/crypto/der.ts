/**
 * As much of DER (ITU-T X.690) as Trent writes itself, and the one question that OpenSSL does not ask of what it reads:
 * whether anything follows.
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag, length and content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), derLength(body.length), body]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...content);

/** A non-negative INTEGER from big-endian bytes: leading zeros removed, one put back where the sign bit would be set. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  const sign = digits.length === 0 || (digits[0] as number) >= 0x80 ? [Buffer.alloc(1)] : [];
  return der(TAG.integer, ...sign, digits);
}

/** A BIT STRING of whole bytes. */
export const bitString = (bytes: Uint8Array): Buffer => der(TAG.bitString, Buffer.alloc(1), bytes);

/** `1.2.840.10045.2.1`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** [n] EXPLICIT. */
export const explicit = (n: number, ...content: readonly Uint8Array[]): Buffer => der(0xa0 + n, ...content);

/**
 * Whether the bytes are one SEQUENCE and nothing after it. The indefinite length of BER cannot be told without reading
 * all of it, and passes.
 */
export function isOneSequence(bytes: Uint8Array): boolean {
  const [tag, first] = bytes;
  if (tag !== TAG.sequence || first === undefined) return false;
  if (first === 0x80) return true;
  if (first < 0x80) return bytes.length === 2 + first;
  const digits = bytes.subarray(2, 2 + (first & 0x7f));
  let length = 0;
  for (const digit of digits) length = length * 256 + digit;
  return bytes.length === 2 + (first & 0x7f) + length;
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([0x80 | digits.length, ...digits]);
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(128 + (rest % 128));
  return digits;
}
