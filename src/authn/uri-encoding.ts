/**
 * Percent encoding as SigV4 wants it: RFC 3986's unreserved characters stay, every other byte is `%XX` with
 * capital hex digits. Texts are latin1, a character a byte, so any bytes can be carried.
 */
const HEX = '0123456789ABCDEF';
const UNRESERVED_ONLY = /^[A-Za-z0-9._~-]*$/;

function isUnreserved(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a || code === 0x7e; // a-z ~
  if (code >= 0x41) return code <= 0x5a || code === 0x5f; // A-Z _
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e; // 0-9 - .
}

export function uriEncode(bytes: string): string {
  if (UNRESERVED_ONLY.test(bytes)) return bytes;
  let encoded = '';
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    encoded += isUnreserved(code) ? bytes[i] : `%${HEX[(code >> 4) & 15]}${HEX[code & 15]}`;
  }
  return encoded;
}

/** `undefined` when a `%` is not followed by two hex digits. A `+` is a blank, as in HTML forms. */
export function uriDecode(encoded: string): string | undefined {
  if (UNRESERVED_ONLY.test(encoded)) return encoded;
  let bytes = '';
  for (let i = 0; i < encoded.length; i++) {
    const character = encoded[i]!;
    if (character === '%') {
      const hex = encoded.slice(i + 1, i + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return undefined;
      bytes += String.fromCharCode(Number.parseInt(hex, 16));
      i += 2;
    } else {
      bytes += character === '+' ? ' ' : character;
    }
  }
  return bytes;
}
