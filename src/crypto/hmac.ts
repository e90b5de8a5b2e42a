/**
 * HMAC (RFC 2104) as two one-shot hashes: H(key ⊕ opad ‖ H(key ⊕ ipad ‖ data)). A handle object of `createHmac` costs
 * more than both hashes, so a key is prepared once into two buffers that begin with its pads:
 *
 *   inner:  key ⊕ 0x36…  (block)  ‖  room for data
 *   outer:  key ⊕ 0x5c…  (block)  ‖  inner digest
 */
import { hash as oneShotHash } from 'node:crypto';

export type HmacHash = 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** FIPS 180-4: bytes of a block and of a digest. */
const SIZES: { readonly [H in HmacHash]: { readonly block: number; readonly digest: number } } = {
  sha224: { block: 64, digest: 28 },
  sha256: { block: 64, digest: 32 },
  sha384: { block: 128, digest: 48 },
  sha512: { block: 128, digest: 64 },
};

/** Longer data gets a buffer for the one call. */
const ROOM_BYTES = 512;

export class PreparedHmac {
  readonly #hash: HmacHash;
  readonly #block: number;
  readonly #inner: Buffer;
  readonly #outer: Buffer;
  #destroyed = false;

  constructor(hash: HmacHash, key: Uint8Array) {
    const { block, digest } = SIZES[hash];
    this.#hash = hash;
    this.#block = block;
    this.#inner = Buffer.allocUnsafeSlow(block + ROOM_BYTES);
    this.#outer = Buffer.allocUnsafeSlow(block + digest);
    const short = key.length > block ? oneShotHash(hash, key, 'buffer') : key;
    for (let i = 0; i < block; i++) {
      const byte = i < short.length ? (short[i] as number) : 0;
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    }
  }

  /** The full MAC: 28, 32, 48 or 64 bytes. Text is taken as UTF-8. */
  digest(data: Uint8Array | string): Buffer {
    this.#takeIn(data);
    return oneShotHash(this.#hash, this.#outer, 'buffer');
  }

  /** The full MAC in lower-case hexadecimal digits. */
  digestHex(data: Uint8Array | string): string {
    this.#takeIn(data);
    return oneShotHash(this.#hash, this.#outer, 'hex');
  }

  /** The full MAC, written to the start of `target`. */
  digestInto(data: Uint8Array | string, target: Buffer): void {
    this.#takeIn(data);
    target.write(oneShotHash(this.#hash, this.#outer, 'latin1'), 0, 'latin1');
  }

  /** Overwrites the pads, which are as good as the key. */
  destroy(): void {
    this.#destroyed = true;
    this.#inner.fill(0);
    this.#outer.fill(0);
  }

  /**
   * Puts the inner digest into `#outer`. It comes as latin1 text, a character a byte: a string costs a third of what a
   * buffer with memory of its own does.
   */
  #takeIn(data: Uint8Array | string): void {
    if (this.#destroyed) throw new TypeError('the key was destroyed');
    const inner = fits(data) ? this.#digestInPlace(data) : this.#digestLong(data);
    this.#outer.write(inner, this.#block, 'latin1');
  }

  #digestInPlace(data: Uint8Array | string): string {
    const length = put(data, this.#inner, this.#block);
    return oneShotHash(this.#hash, this.#inner.subarray(0, this.#block + length), 'latin1');
  }

  #digestLong(data: Uint8Array | string): string {
    const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
    const whole = Buffer.allocUnsafeSlow(this.#block + length);
    this.#inner.copy(whole, 0, 0, this.#block);
    put(data, whole, this.#block);
    const digest = oneShotHash(this.#hash, whole, 'latin1');
    whole.fill(0);
    return digest;
  }
}

/** A key for many messages. */
export const prepareHmac = (hash: HmacHash, key: Uint8Array): PreparedHmac => new PreparedHmac(hash, key);

/** One message under one key: 32 bytes. Text is taken as UTF-8. */
export function hmacSha256(key: Uint8Array, data: Uint8Array | string): Buffer {
  const prepared = new PreparedHmac('sha256', key);
  const digest = prepared.digest(data);
  prepared.destroy();
  return digest;
}

/** A character has three bytes at most: two UTF-16 code units for four. */
const fits = (data: Uint8Array | string): boolean => (typeof data === 'string' ? 3 : 1) * data.length <= ROOM_BYTES;

/** @returns how many bytes it has */
function put(data: Uint8Array | string, target: Buffer, offset: number): number {
  if (typeof data === 'string') return target.write(data, offset);
  target.set(data, offset);
  return data.length;
}
