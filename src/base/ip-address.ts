/** IP addresses in text (RFC 4291 2.2) to their 4 or 16 bytes. `undefined` for text that is none. */
export function parseIpAddress(text: string): Buffer | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Buffer | undefined {
  const parts = text.split('.');
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && bytes.every((byte) => byte < 256) ? Buffer.from(bytes) : undefined;
}

function parseIpv6(text: string): Buffer | undefined {
  const halves = text.split('::');
  const [head, tail] = halves.map((half) => groups(half));
  if (!head || halves.length > 2) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  /** `::` stands for one group of zeros at least. */
  if (!tail || head.length + tail.length > 14) return undefined;
  return Buffer.concat([head, Buffer.alloc(16 - head.length - tail.length), tail]);
}

/** Groups between colons, the last of which may be an IPv4 address. */
function groups(text: string): Buffer | undefined {
  if (text === '') return Buffer.alloc(0);
  const parts = text.split(':').map((part, i, all) => (i === all.length - 1 && parseIpv4(part)) || group(part));
  return parts.every((part) => part !== undefined) ? Buffer.concat(parts) : undefined;
}

const group = (text: string): Buffer | undefined =>
  /^[0-9a-f]{1,4}$/i.test(text) ? Buffer.from(text.padStart(4, '0'), 'hex') : undefined;
