/**
 * `IpAddress` and `NotIpAddress`: addresses and CIDR blocks of IPv4 and IPv6. Without a prefix length a block is the one
 * address. An IPv4-mapped address (`::ffff:192.0.2.1`) is the IPv4 address that it maps.
 */
import { parseIpAddress } from '../../base/ip-address.ts';
import { recall } from '../../base/recall.ts';
import { type CompileValues, pair, readAll } from './family.ts';

interface Block {
  /** 4 or 16 bytes. */
  readonly address: Buffer;
  readonly prefixBits: number;
}

/** What IPv4-mapped addresses begin with. */
const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

function parseBlock(text: string): Block | undefined {
  const [given, prefix, ...more] = text.split('/');
  const address = parseIpAddress(given as string);
  if (!address || more.length > 0 || (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix))) return undefined;
  const bits = address.length * 8;
  const prefixBits = prefix === undefined ? bits : Number(prefix);
  return prefixBits <= bits ? unmapped({ address, prefixBits }) : undefined;
}

function unmapped({ address, prefixBits }: Block): Block {
  const bits = prefixBits - MAPPED.length * 8;
  if (bits < 0 || !address.subarray(0, MAPPED.length).equals(MAPPED)) return { address, prefixBits };
  return { address: address.subarray(MAPPED.length), prefixBits: bits };
}

/** The bytes of one address, as a request has it. */
const addressOf = recall((text) => (text.includes('/') ? undefined : parseBlock(text)?.address));

/** Whether the addresses of one family agree in the first bits of the block. */
function holds(block: Block, address: Buffer): boolean {
  if (block.address.length !== address.length) return false;
  return block.address.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, block.prefixBits - at * 8));
    return (byte ^ (address[at] as number)) >> (8 - bits) === 0;
  });
}

const compile: CompileValues = (values) => {
  const blocks = readAll(values, 'IpAddress', parseBlock);
  return (value) => {
    const address = addressOf(value);
    return address !== undefined && blocks.some((block) => holds(block, address));
  };
};

export const IP_ADDRESS_OPERATORS = pair('IpAddress', 'NotIpAddress', compile);
