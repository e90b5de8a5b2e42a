/**
 * `passphrase:env:NAME`, `passphrase:file:PATH`: the root key is derived from a passphrase by Argon2id. Salt and
 * parameters lie beside what was wrapped (wrapped.ts), so that later versions may raise the parameters.
 */
import { UsageError } from '../../base/errors.ts';
import {
  deriveFromPassphrase,
  PASSPHRASE_PARAMETERS,
  PASSPHRASE_SALT_BYTES,
  type PassphraseParameters,
} from '../../crypto/passphrase.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { RootKeySource } from '../contract.ts';
import { wrongRootKey } from './errors.ts';
import { PARAMETERS_BYTES, readHeader, RootKey } from './wrapped.ts';

/** Whoever has the database can try passphrases at leisure. */
const CHARACTERS_MIN = 12;

interface Derived {
  readonly parameters: Buffer;
  readonly key: RootKey;
}

export class PassphraseRootKey implements RootKeySource {
  readonly description: string;
  readonly #read: () => string;
  /** By the parameters, hexadecimal: deriving takes a good part of a second. */
  readonly #derived = new Map<string, Promise<Derived>>();
  #current: Promise<Derived> | undefined;

  /** @param where for messages. @param read gives the passphrase */
  constructor(where: string, read: () => string) {
    this.description = `the passphrase in ${where}`;
    this.#read = read;
  }

  async wrap(plaintext: Buffer, associatedData: Buffer): Promise<Buffer> {
    this.#current ??= this.#derive(encode(PASSPHRASE_PARAMETERS, randomBytes(PASSPHRASE_SALT_BYTES)));
    const { key, parameters } = await this.#current;
    return key.wrap('passphrase', plaintext, associatedData, parameters);
  }

  /** A wrong passphrase and a damaged row look the same from here. */
  async unwrap(wrapped: Buffer, associatedData: Buffer): Promise<Buffer> {
    const header = readHeader(wrapped);
    if (header.kind !== 'passphrase') throw wrongRootKey(this.description, header);
    const deriving = this.#derive(header.parameters);
    const plaintext = (await deriving).key.unwrap(header, associatedData);
    if (plaintext === undefined) throw wrongRootKey(this.description, header);
    this.#current = deriving;
    return plaintext;
  }

  #derive(parameters: Buffer): Promise<Derived> {
    const name = parameters.toString('hex');
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const deriving = deriveRootKey(this.#passphrase(), Buffer.from(parameters));
    this.#derived.set(name, deriving);
    return deriving;
  }

  #passphrase(): string {
    const passphrase = this.#read();
    if (passphrase.length >= CHARACTERS_MIN) return passphrase;
    throw new UsageError(`${this.description} is too short`, `a passphrase has at least ${CHARACTERS_MIN} characters`);
  }
}

async function deriveRootKey(passphrase: string, parameters: Buffer): Promise<Derived> {
  const { settings, salt } = decode(parameters);
  const bytes = await deriveFromPassphrase(passphrase, salt, settings);
  const key = new RootKey(bytes);
  bytes.fill(0);
  return { parameters, key };
}

function encode({ memoryKib, passes, lanes }: PassphraseParameters, salt: Buffer): Buffer {
  const parameters = Buffer.alloc(PARAMETERS_BYTES);
  parameters.writeUInt32BE(memoryKib, 0);
  parameters.writeUInt8(passes, 4);
  parameters.writeUInt8(lanes, 5);
  salt.copy(parameters, 6);
  return parameters;
}

const decode = (parameters: Buffer): { settings: PassphraseParameters; salt: Buffer } => ({
  settings: {
    algorithm: 'argon2id',
    memoryKib: parameters.readUInt32BE(0),
    passes: parameters.readUInt8(4),
    lanes: parameters.readUInt8(5),
  },
  salt: parameters.subarray(6),
});
