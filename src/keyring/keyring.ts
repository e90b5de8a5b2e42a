import { Unit } from '../base/unit.ts';
import type { Store } from '../store/contract.ts';
import type { Keyring, RootKeySource, SealedFor } from './contract.ts';
import { deriveKey } from './derive-key.ts';
import { readRows, rewrapRow } from './domain-keys.ts';
import { type DomainKey, domainKeyIdOf, openUnder, sealUnder } from './sealed.ts';
import type { KeyringTables } from './tables.ts';

/** All domain keys, opened, for as long as the process lives. */
export interface OpenedKeys {
  readonly byId: ReadonlyMap<string, DomainKey>;
  readonly active: DomainKey;
  /** See `Keyring.derive`. */
  readonly derivationSecret: Buffer;
}

export class StoredKeyring implements Keyring {
  readonly #store: Store<KeyringTables>;
  readonly #keys: OpenedKeys;
  #source: RootKeySource;

  constructor(store: Store<KeyringTables>, source: RootKeySource, keys: OpenedKeys) {
    this.#store = store;
    this.#source = source;
    this.#keys = keys;
  }

  seal(owner: SealedFor, plaintext: Buffer): Buffer {
    return sealUnder(this.#keys.active, owner, plaintext);
  }

  open(owner: SealedFor, sealed: Buffer): Buffer {
    return openSealed(this.#keys.byId, owner, sealed);
  }

  derive(purpose: string): Buffer {
    return deriveKey(this.#keys.derivationSecret, 'trent keyring derive', purpose);
  }

  async rotateRootKey(next: RootKeySource): Promise<void> {
    // An earlier rotation may have committed and then failed to put its key in place.
    await this.#source.adopted?.();
    const unit = new Unit();
    for (const row of await readRows(this.#store)) {
      const key = this.#keys.byId.get(row.id);
      if (key === undefined) throw new Error('the database has a domain key that was not there when the keyring was opened');
      await rewrapRow(this.#store, next, key, row, unit);
    }
    await this.#store.commit(unit);
    this.#source = next;
    await next.adopted?.();
  }
}

/** @throws Error when the bytes were not sealed for this owner, or under none of these keys */
export function openSealed(byId: ReadonlyMap<string, DomainKey>, owner: SealedFor, sealed: Buffer): Buffer {
  const key = byId.get(domainKeyIdOf(sealed) ?? '');
  const plaintext = key && openUnder(key.key, owner, sealed);
  if (plaintext === undefined) throw new Error(`a stored value (${owner.purpose}) does not open: it was damaged or moved`);
  return plaintext;
}
