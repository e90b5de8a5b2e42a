/**
 * `IpAddress` and `NotIpAddress`: addresses and CIDR blocks of IPv4 and IPv6 (RFC 4291 2.2). Without a prefix length a
 * block is the one address. An IPv4-mapped address (`::ffff:192.0.2.1`) is the IPv4 address that it maps.
 */
import { type CompileValues, pair, readAll } from './family.ts';

/** Groups of 16 bits: two for IPv4, eight for IPv6. */
type Groups = readonly number[];

interface Block {
  readonly groups: Groups;
  readonly prefixBits: number;
}

const GROUP_BITS = 16;
const MAPPED: Groups = [0, 0, 0, 0, 0, 0xffff];

export function parseBlock(text: string): Block | undefined {
  const [address, prefix, ...more] = text.split('/');
  const groups = parseGroups(address as string);
  if (!groups || more.length > 0 || (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix))) return undefined;
  const bits = groups.length * GROUP_BITS;
  const prefixBits = prefix === undefined ? bits : Number(prefix);
  return prefixBits <= bits ? unmapped({ groups, prefixBits }) : undefined;
}

function unmapped({ groups, prefixBits }: Block): Block {
  const mappedBits = MAPPED.length * GROUP_BITS;
  if (groups.length < 8 || prefixBits < mappedBits || MAPPED.some((group, at) => groups[at] !== group)) return { groups, prefixBits };
  return { groups: groups.slice(MAPPED.length), prefixBits: prefixBits - mappedBits };
}

const parseGroups = (text: string): Groups | undefined => (text.includes(':') ? parseIpv6(text) : parseIpv4(text));

function parseIpv4(text: string): Groups | undefined {
  const bytes = text.split('.').map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255)) return undefined;
  const [a, b, c, d] = bytes as [number, number, number, number];
  return [a * 256 + b, c * 256 + d];
}

function parseIpv6(text: string): Groups | undefined {
  const halves = text.split('::').map(parseHalf);
  const [head, tail] = halves;
  if (!head || halves.length > 2) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  // `::` stands for one group of zeros at least.
  if (!tail || head.length + tail.length > 7) return undefined;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Groups between colons; the last may be an IPv4 address. */
function parseHalf(text: string): Groups | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups = parts.map((part, at) => {
    if (/^[0-9a-f]{1,4}$/i.test(part)) return [parseInt(part, 16)];
    return at === parts.length - 1 ? parseIpv4(part) : undefined;
  });
  return groups.includes(undefined) ? undefined : groups.flatMap((group) => group as Groups);
}

/** Whether the addresses of one family agree in the first bits of the block. */
function holds({ groups, prefixBits }: Block, address: Groups): boolean {
  if (groups.length !== address.length) return false;
  return groups.every((group, at) => {
    const bits = Math.min(GROUP_BITS, Math.max(0, prefixBits - at * GROUP_BITS));
    const mask = 0xffff & (0xffff << (GROUP_BITS - bits));
    return (group & mask) === ((address[at] as number) & mask);
  });
}

/** The conditions of a request all look at the same address. */
let latest: { readonly text: string; readonly groups: Groups | undefined } = { text: '', groups: undefined };

function addressOf(text: string): Groups | undefined {
  if (latest.text !== text) latest = { text, groups: text.includes('/') ? undefined : parseBlock(text)?.groups };
  return latest.groups;
}

const compile: CompileValues = (values) => {
  const blocks = readAll(values, 'IpAddress', parseBlock);
  return (value) => {
    const address = addressOf(value);
    return address !== undefined && blocks.some((block) => holds(block, address));
  };
};

export const IP_ADDRESS_OPERATORS = pair('IpAddress', 'NotIpAddress', compile);
