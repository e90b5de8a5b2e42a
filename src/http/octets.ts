/** Classes of octets, by the grammar of RFC 9110 (5.5, 5.6.2) and RFC 9112 (3.2), as bits in one table. */

/** Of method and field names. */
export const TOKEN = 1;
/** Of a field value: visible, blank, or above ASCII (obs-text); no control character but the tab. */
export const VALUE = 2;
/** Of optional white space. */
export const BLANK = 4;
/** Of a request target. Wider than a URI's by a few signs that clients forget to escape; `#` never belongs. */
export const TARGET = 8;

export const CR = 0x0d;
export const LF = 0x0a;
export const COLON = 0x3a;
export const SPACE = 0x20;

const CLASSES = Uint8Array.from({ length: 256 }, (_, octet) => classOf(octet));

function classOf(octet: number): number {
  const sign = String.fromCharCode(octet);
  let bits = 0;
  if (/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(sign)) bits |= TOKEN;
  if (sign === '\t' || (octet >= 0x20 && octet !== 0x7f)) bits |= VALUE;
  if (sign === '\t' || sign === ' ') bits |= BLANK;
  if (octet > 0x20 && octet < 0x7f && sign !== '#') bits |= TARGET;
  return bits;
}

/** Where the run of octets of a class that starts at `at` ends; `at` itself when there is none. */
export function endOfRun(bytes: Uint8Array, at: number, classBit: number): number {
  let end = at;
  while ((CLASSES[bytes[end] as number] as number) & classBit) end += 1;
  return end;
}

/** The other way: where the run of a class that ends before `end` starts, not looking below `floor`. */
export function startOfRun(bytes: Uint8Array, floor: number, end: number, classBit: number): number {
  let start = end;
  while (start > floor && (CLASSES[bytes[start - 1] as number] as number) & classBit) start -= 1;
  return start;
}
