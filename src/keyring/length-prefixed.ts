/** Texts put together so that no two different lists give the same bytes: each is `length 4 bytes ‖ UTF-8`. */

export function lengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  }));
}
