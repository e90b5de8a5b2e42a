/**
 * AWS owned keys: KMS keys of the services themselves, for use over all accounts. They are rows beside all others, in an
 * account that nobody can name; the services hold them in memory, ready for use at once.
 */
import type { DigestSigner } from '../../audit/journal/digest-signer.ts';
import type { Clock } from '../../base/clock.ts';
import type { IntegratedService, OwnedKey, OwnedKeyFacts, Sealer } from '../../base/integrated-service.ts';
import { Unit } from '../../base/unit.ts';
import type { UsableKey } from '../../crypto/contract.ts';
import { type KeyRecord, OWNED_KEYS_ACCOUNT } from './key-record.ts';
import type { KeyCore } from './kms.ts';
import { adoptRule, insertOwnedKey, ownedKeyName, readOwnedKeys } from './owned-key-rows.ts';
import { sealerUnder } from './owned-key-sealer.ts';
import { signerUnder } from './owned-key-signer.ts';
import { OwnedKeyUses } from './owned-key-uses.ts';
import type { KeyMaterialRow } from './tables.ts';

/** One of the keys. Few keys that are used all the time: what is ready for use stays so. */
export class HeldKey {
  readonly service: IntegratedService;
  readonly definition: OwnedKey;
  /** As it is now; absent until it is made. */
  record: KeyRecord | undefined;
  readonly #core: KeyCore;
  readonly #count: (keyId: string) => void;
  readonly #ready = new Map<string, UsableKey>();

  constructor(service: IntegratedService, definition: OwnedKey, core: KeyCore, count: (keyId: string) => void) {
    this.service = service;
    this.definition = definition;
    this.#core = core;
    this.#count = count;
  }

  get name(): string {
    return ownedKeyName(this.service.name, this.definition.name);
  }

  /** For work that counts. */
  use(material: Readonly<KeyMaterialRow>): UsableKey {
    this.#count(material.key_id);
    return this.ready(material);
  }

  ready(material: Readonly<KeyMaterialRow>): UsableKey {
    const known = this.#ready.get(material.material_id);
    if (known) return known;
    const bytes = this.#core.materials.open(this.record!, material);
    const usable = this.record!.spec.load(bytes);
    bytes.fill(0);
    this.#ready.set(material.material_id, usable);
    return usable;
  }
}

export class OwnedKeys {
  readonly #core: KeyCore;
  readonly #clock: Clock;
  readonly #uses: OwnedKeyUses;
  /** By `service/name`, in the order of the services. */
  readonly #keys: ReadonlyMap<string, HeldKey>;
  readonly #making = new Map<string, Promise<void>>();

  constructor(core: KeyCore, services: readonly IntegratedService[], clock: Clock) {
    const count = (keyId: string): void => this.#uses.count(keyId, clock.now());
    const held = services.flatMap((service) => (service.ownedKeys ?? []).map((key) => new HeldKey(service, key, core, count)));
    this.#core = core;
    this.#clock = clock;
    this.#uses = new OwnedKeyUses(core.store);
    this.#keys = new Map(held.map((key) => [key.name, key]));
  }

  /** Once, before all else. Makes the symmetric keys that are missing; others are made when they are needed first. */
  async open(): Promise<void> {
    await this.#uses.open();
    await this.#read();
    await this.#adoptRules();
    await this.#make([...this.#keys.values()].filter(({ definition, record }) => definition.spec === 'SYMMETRIC_DEFAULT' && !record));
  }

  /** For values of a service. @param name of a key of spec SYMMETRIC_DEFAULT */
  sealer(service: string, name: string): Sealer {
    return sealerUnder(this.#held(service, name), this.#core.keyring);
  }

  /** @param name of a key of spec RSA_2048 */
  signer(service: string, name: string): DigestSigner {
    const held = this.#held(service, name);
    return signerUnder(held, () => this.#makeOnce(held));
  }

  /** A key that has changed by itself: it was rotated. */
  settled(record: KeyRecord): void {
    if (record.row.account === OWNED_KEYS_ACCOUNT) this.#take(record);
  }

  list(): readonly OwnedKeyFacts[] {
    return [...this.#keys.values()].map(({ service, definition: { name, description, spec }, record }) => ({
      service: service.name,
      name,
      description,
      spec,
      ...(record && datesOf(record)),
      ...this.#uses.of(record?.row.key_id),
    }));
  }

  /** What waits to be written of the uses. */
  flush(): Promise<void> {
    return this.#uses.flush();
  }

  #held(service: string, name: string): HeldKey {
    const held = this.#keys.get(ownedKeyName(service, name));
    if (!held) throw new Error(`no AWS owned key ${ownedKeyName(service, name)}`);
    return held;
  }

  #makeOnce(held: HeldKey): Promise<void> {
    const making = this.#making.get(held.name) ?? this.#make([held]).finally(() => this.#making.delete(held.name));
    this.#making.set(held.name, making);
    return making;
  }

  async #make(missing: readonly HeldKey[]): Promise<void> {
    if (missing.length === 0) return;
    const unit = new Unit();
    for (const { service, definition } of missing) await insertOwnedKey(this.#core, unit, service, definition, this.#clock.now());
    await this.#core.store.commit(unit);
    await this.#read();
  }

  async #adoptRules(): Promise<void> {
    const unit = new Unit();
    for (const { definition, record } of this.#keys.values()) if (record) adoptRule(this.#core, unit, record, definition.rotationDays);
    if (unit.writes.length === 0) return;
    await this.#core.store.commit(unit);
    await this.#read();
  }

  async #read(): Promise<void> {
    for (const record of await readOwnedKeys(this.#core)) this.#take(record);
  }

  /** Never an older state of it, and nothing of a service that is no more. */
  #take(record: KeyRecord): void {
    const held = this.#keys.get(record.row.managed_by ?? '');
    if (held && (held.record?.row.version ?? 0) <= record.row.version) held.record = record;
  }
}

function datesOf({ row, current }: KeyRecord): Pick<OwnedKeyFacts, 'createdAt' | 'rotatedAt' | 'nextRotationAt'> {
  return { createdAt: row.created_at, rotatedAt: current?.rotated_at ?? undefined, nextRotationAt: row.next_rotation_at ?? undefined };
}
