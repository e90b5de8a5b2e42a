/** A source whose key is there from the start and stays the same: the environment, a command, memory. */
import type { RootKeySource } from '../contract.ts';
import { damagedDomainKey, wrongRootKey } from './errors.ts';
import { readHeader, RootKey, type RootKeyKind } from './wrapped.ts';

/** @param load gives the 32 bytes; asked once, again only when it failed */
export class FixedRootKey implements RootKeySource {
  readonly description: string;
  readonly #kind: RootKeyKind;
  readonly #load: () => Promise<Buffer>;
  #key: Promise<RootKey> | undefined;

  constructor(kind: RootKeyKind, description: string, load: () => Promise<Buffer>) {
    this.#kind = kind;
    this.description = description;
    this.#load = load;
  }

  async wrap(plaintext: Buffer, associatedData: Buffer): Promise<Buffer> {
    return (await this.#rootKey()).wrap(this.#kind, plaintext, associatedData);
  }

  async unwrap(wrapped: Buffer, associatedData: Buffer): Promise<Buffer> {
    const header = readHeader(wrapped);
    const key = await this.#rootKey();
    if (key.id !== header.rootKeyId) throw wrongRootKey(this.description, header);
    const plaintext = key.unwrap(header, associatedData);
    if (plaintext === undefined) throw damagedDomainKey(this.description);
    return plaintext;
  }

  #rootKey(): Promise<RootKey> {
    this.#key ??= this.#loadOnce();
    return this.#key;
  }

  async #loadOnce(): Promise<RootKey> {
    try {
      const bytes = await this.#load();
      const key = new RootKey(bytes);
      bytes.fill(0);
      return key;
    } catch (error) {
      this.#key = undefined;
      throw error;
    }
  }
}
