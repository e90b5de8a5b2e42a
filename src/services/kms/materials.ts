/**
 * Key material ready for use, in a bounded cache. It is opened when an operation needs it, and leaves memory when its
 * key changes, is disabled or deleted, when it has not been used for a while, or when others need the room.
 */
import { MINUTE_MS } from '../../base/clock.ts';
import type { EncryptionContext, UsableKey } from '../../crypto/contract.ts';
import type { Keyring, SealedFor } from '../../keyring/contract.ts';
import { type KeyCoordinates, type KeyRecord, keyName } from './key-record.ts';
import { LruMap } from '../../base/lru.ts';
import { OpenedDataKeys } from './opened-data-keys.ts';
import type { KeyMaterialRow } from './tables.ts';

/** About 1 KB each for symmetric keys, up to 10 KB for RSA. */
const USABLE_KEYS_MAX = 16_384;
const UNUSED_MS_MAX = 10 * MINUTE_MS;

type UsableSet = Map<string, UsableKey>;

export class Materials {
  readonly #keyring: Keyring;
  /** By key, then by material: all of a key's leave together. */
  readonly #usable = new LruMap<UsableSet>(USABLE_KEYS_MAX, (set) => {
    for (const key of set.values()) {
      this.#opened.forget(key);
      key.destroy();
    }
  });
  readonly #opened = new OpenedDataKeys();

  /** Whether a record is the present one: a stale one, held over some slow work, must not bring its material back. */
  readonly #isPresent: (key: KeyRecord) => boolean;

  constructor(keyring: Keyring, isPresent: (key: KeyRecord) => boolean) {
    this.#keyring = keyring;
    this.#isPresent = isPresent;
  }

  /**
   * The caller uses the result at once, not after waiting: the cache may destroy it any time later.
   * @throws Error when the stored bytes do not open: a defect or an attack, never the client's doing
   */
  use(key: KeyRecord, material: Readonly<KeyMaterialRow>, now: number): UsableKey {
    const set = this.#usable.get(key.name, now);
    const known = set?.get(material.material_id);
    if (known) return known;
    const bytes = this.open(key, material);
    const usable = key.spec.load(bytes);
    bytes.fill(0);
    if (!this.#isPresent(key)) return usable;
    if (set) set.set(material.material_id, usable);
    else this.#usable.set(key.name, new Map([[material.material_id, usable]]), now);
    return usable;
  }

  /** What `decrypt` makes of a data key that comes again: from memory, as long as the material is there, too. */
  openAgain(
    key: KeyRecord,
    by: UsableKey,
    blob: Buffer,
    context: EncryptionContext | undefined,
    now: number,
    decrypt: () => Buffer | undefined,
  ): Buffer | undefined {
    const known = this.#opened.get(by, blob, context);
    if (known) return known;
    const plaintext = decrypt();
    // Of a record that is not present the material is not in the cache, and would not take the data key along.
    if (plaintext && this.#isPresent(key)) this.#opened.keep(by, blob, context, plaintext, now);
    return plaintext;
  }

  /** The material in clear: for sealing it again elsewhere. The caller overwrites it when done. */
  open(key: KeyRecord, material: Readonly<KeyMaterialRow>): Buffer {
    if (!material.sealed) throw new Error(`key material ${material.material_id} is not here`);
    return this.#keyring.open(sealedOwner(key.row, material.material_id), Buffer.from(material.sealed));
  }

  forget(key: KeyCoordinates): void {
    this.#usable.delete(keyName(key));
  }

  /** For the minute job. */
  dropUnused(now: number): void {
    this.#usable.dropUnusedSince(now - UNUSED_MS_MAX);
    this.#opened.dropOld(now);
  }

  clear(): void {
    this.#usable.clear();
  }
}

export const sealedOwner = (key: KeyCoordinates, materialId: string): SealedFor => ({
  purpose: 'key-material',
  names: [key.account, key.region, key.key_id, materialId],
});
