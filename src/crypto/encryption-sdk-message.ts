/**
 * Messages of the AWS Encryption SDK, version 2 of the format, as its reference publishes them ("AWS Encryption SDK
 * message format reference"), with one data key, in one frame, without a signature:
 *
 *     02 ‖ suite 0478 ‖ message id 32 ‖ length 2 ‖ context ‖ keys 0001 ‖ provider ‖ key name ‖ wrapped key
 *        ‖ framed 02 ‖ frame length 4 ‖ commitment 32 ‖ header tag 16
 *     FFFFFFFF ‖ 00000001 ‖ IV 12 ‖ length 4 ‖ ciphertext ‖ tag 16
 *
 * Suite 0478: AES-256-GCM under a key that HKDF-SHA512 derives from the data key and the message id, with a commitment
 * to that key. Each message has a data key of its own, so the fixed IVs are never used twice.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { openWith } from './aead.ts';
import { constantTimeEqual } from './hash.ts';
import { randomBytes } from './random.ts';

export interface WrappedDataKey {
  /** The ARN of the KMS key. */
  readonly keyArn: string;
  readonly ciphertext: Buffer;
}

export interface MessageContext {
  readonly [key: string]: string;
}

const VERSION = 2;
const SUITE = Buffer.of(0x04, 0x78);
const PROVIDER = 'aws-kms';
const FRAMED = 2;
const ID_BYTES = 32;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const IV_BYTES = 12;
const FINAL_FRAME = 0xffff_ffff;
const SEQUENCE = 1;
const FINAL_FRAME_TEXT = Buffer.from('AWSKMSEncryptionClient Final Frame');
const CIPHER = 'aes-256-gcm';

export function sealMessage(dataKey: Buffer, wrapped: WrappedDataKey, context: MessageContext, plaintext: Buffer): Buffer {
  const id = randomBytes(ID_BYTES);
  const { key, commitment } = derive(dataKey, id);
  const header = Buffer.concat([
    Buffer.of(VERSION), SUITE, id, contextBytes(context), uint16(1), prefixed(PROVIDER), prefixed(wrapped.keyArn),
    prefixed(wrapped.ciphertext), Buffer.of(FRAMED), uint32(plaintext.length), commitment,
  ]);
  const headerTag = encrypt(key, Buffer.alloc(IV_BYTES), header, Buffer.alloc(0)).subarray(-TAG_BYTES);
  const body = encrypt(key, frameIv(), frameContext(id, plaintext.length), plaintext);
  key.fill(0);
  return Buffer.concat([header, headerTag, uint32(FINAL_FRAME), uint32(SEQUENCE), frameIv(), uint32(plaintext.length), body]);
}

/** What of a message can be read without its key. */
export interface MessageParts {
  readonly id: Buffer;
  readonly context: MessageContext;
  readonly wrapped: WrappedDataKey;
  readonly header: Buffer;
  readonly commitment: Buffer;
  readonly headerTag: Buffer;
  readonly ciphertext: Buffer;
}

/** @throws RangeError for what `sealMessage` did not make */
export function readMessage(message: Buffer): MessageParts {
  const reader = new Reader(message);
  reader.expect(Buffer.concat([Buffer.of(VERSION), SUITE]));
  const id = reader.take(ID_BYTES);
  const context = readContext(reader.prefixed());
  reader.expect(uint16(1));
  reader.expect(prefixed(PROVIDER));
  const keyArn = reader.prefixed().toString('utf8');
  const wrapped = { keyArn, ciphertext: reader.prefixed() };
  reader.expect(Buffer.of(FRAMED));
  const frameLength = reader.take(4);
  const commitment = reader.take(KEY_BYTES);
  const header = message.subarray(0, reader.position);
  const headerTag = reader.take(TAG_BYTES);
  reader.expect(Buffer.concat([uint32(FINAL_FRAME), uint32(SEQUENCE), frameIv(), frameLength]));
  const ciphertext = reader.take(frameLength.readUInt32BE() + TAG_BYTES);
  if (reader.position !== message.length) throw new RangeError('there is more after the last frame');
  return { id, context, wrapped, header, commitment, headerTag, ciphertext };
}

/** `undefined` when the data key is not the message's, or anything of it was changed. */
export function openMessage(dataKey: Buffer, parts: MessageParts): Buffer | undefined {
  const { key, commitment } = derive(dataKey, parts.id);
  try {
    if (!constantTimeEqual(commitment, parts.commitment)) return undefined;
    if (decrypt(key, Buffer.alloc(IV_BYTES), parts.header, parts.headerTag) === undefined) return undefined;
    const length = parts.ciphertext.length - TAG_BYTES;
    return decrypt(key, frameIv(), frameContext(parts.id, length), parts.ciphertext);
  } finally {
    key.fill(0);
  }
}

/** RFC 5869, with the message id as salt. */
function derive(dataKey: Buffer, id: Buffer): { key: Buffer; commitment: Buffer } {
  const expand = (info: Buffer): Buffer => Buffer.from(hkdfSync('sha512', dataKey, id, info, KEY_BYTES));
  return { key: expand(Buffer.concat([SUITE, Buffer.from('DERIVEKEY')])), commitment: expand(Buffer.from('COMMITKEY')) };
}

/** The IV of a frame is its number. */
const frameIv = (): Buffer => Buffer.concat([Buffer.alloc(IV_BYTES - 4), uint32(SEQUENCE)]);

const frameContext = (id: Buffer, length: number): Buffer =>
  Buffer.concat([id, FINAL_FRAME_TEXT, uint32(SEQUENCE), uint32(0), uint32(length)]);

/** @returns ciphertext ‖ tag */
function encrypt(key: Buffer, iv: Buffer, aad: Buffer, plaintext: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, iv: Buffer, aad: Buffer, sealed: Buffer): Buffer | undefined {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  return openWith(decipher, sealed.subarray(0, end));
}

/** Pairs in the order of their keys' bytes, behind their count and the length of all. */
function contextBytes(context: MessageContext): Buffer {
  const keys = Object.keys(context).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (keys.length === 0) return uint16(0);
  const pairs = keys.map((key) => Buffer.concat([prefixed(key), prefixed(context[key]!)]));
  return prefixed(Buffer.concat([uint16(keys.length), ...pairs]));
}

function readContext(bytes: Buffer): MessageContext {
  if (bytes.length === 0) return {};
  const reader = new Reader(bytes);
  const count = reader.take(2).readUInt16BE();
  const pairs = Array.from({ length: count }, () => [reader.prefixed().toString('utf8'), reader.prefixed().toString('utf8')] as const);
  return Object.fromEntries(pairs);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function prefixed(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([uint16(bytes.length), bytes]);
}

class Reader {
  readonly #bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.#bytes.length) throw new RangeError('the message ends early');
    const taken = this.#bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }

  prefixed(): Buffer {
    return this.take(this.take(2).readUInt16BE());
  }

  expect(bytes: Buffer): void {
    if (!this.take(bytes.length).equals(bytes)) throw new RangeError('the message is of another kind');
  }
}
