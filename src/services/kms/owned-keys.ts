/**
 * AWS owned keys: KMS keys of the services themselves, for use over all accounts. They are rows beside all others, in an
 * account that nobody can name; the services hold them in memory, ready for use. A sealed value:
 *
 *     version 1 byte (2) ‖ key id 16 bytes ‖ number of the key material 2 bytes ‖ sealed (crypto/sealing.ts)
 *
 * Authenticated with it: the header, then whom it was sealed for. Values with version 1 are older than these keys, and
 * the keyring's.
 */
import type { Clock } from '../../base/clock.ts';
import type { IntegratedService, OwnedKey, SealedOwner, Sealer } from '../../base/integrated-service.ts';
import { Unit } from '../../base/unit.ts';
import type { UsableKey } from '../../crypto/contract.ts';
import { openValue, sealValue } from '../../crypto/sealing.ts';
import { lengthPrefixed } from '../../keyring/length-prefixed.ts';
import { type KeyRecord, OWNED_KEYS_ACCOUNT } from './key-record.ts';
import type { KeyCore } from './kms.ts';
import { insertOwnedKey, ownedKeyName, readOwnedKeys } from './owned-key-rows.ts';
import { OwnedKeyUses } from './owned-key-uses.ts';
import type { KeyMaterialRow } from './tables.ts';

const VERSION = 2;
const KEYRING_VERSION = 1;
const ID_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + 2;

/** What the operator sees of one. */
export interface OwnedKeyFacts {
  readonly service: string;
  readonly name: string;
  readonly description: string;
  readonly spec: OwnedKey['spec'];
  /** Milliseconds since 1970; absent until it is made. */
  readonly createdAt?: number | undefined;
  readonly rotatedAt?: number | undefined;
  readonly nextRotationAt?: number | undefined;
  readonly uses: number;
  readonly usedAt?: number | undefined;
}

export class OwnedKeys {
  readonly #core: KeyCore;
  readonly #services: readonly IntegratedService[];
  readonly #clock: Clock;
  readonly #uses: OwnedKeyUses;
  /** By `service/name`. */
  readonly #records = new Map<string, KeyRecord>();
  /** By key id without its dashes. */
  readonly #byId = new Map<string, KeyRecord>();
  readonly #usable = new Map<string, UsableKey>();

  constructor(core: KeyCore, services: readonly IntegratedService[], clock: Clock) {
    this.#core = core;
    this.#services = services;
    this.#clock = clock;
    this.#uses = new OwnedKeyUses(core.store);
  }

  /** Once, before all else. Makes the symmetric keys that are missing; others are made when they are needed first. */
  async open(): Promise<void> {
    await this.#uses.open();
    await this.#read();
    const missing = this.#all().filter(({ name, key }) => key.spec === 'SYMMETRIC_DEFAULT' && !this.#records.has(name));
    if (missing.length === 0) return;
    const unit = new Unit();
    for (const { service, key } of missing) await insertOwnedKey(this.#core, unit, service, key, this.#clock.now());
    await this.#core.store.commit(unit);
    await this.#read();
  }

  /** For values of a service. @param name of a key of spec SYMMETRIC_DEFAULT */
  sealer(service: string, name: string): Sealer {
    const full = ownedKeyName(service, name);
    if (this.#records.get(full)?.spec.symmetric !== true) throw new Error(`no owned key to seal with: ${full}`);
    return {
      seal: (owner, plaintext) => this.#seal(this.#records.get(full)!, owner, plaintext),
      open: (owner, sealed) => this.#open(full, owner, sealed),
    };
  }

  /** A key that has changed by itself: it was rotated. */
  settled(record: KeyRecord): void {
    if (record.row.account === OWNED_KEYS_ACCOUNT) this.#take(record);
  }

  /** In order of the services. */
  list(): readonly OwnedKeyFacts[] {
    return this.#all().map(({ service, name, key }) => {
      const record = this.#records.get(name);
      const facts = { service: service.name, name: key.name, description: key.description, spec: key.spec };
      return { ...facts, ...(record && datesOf(record)), ...this.#uses.of(record?.row.key_id) };
    });
  }

  flush(): Promise<void> {
    return this.#uses.flush();
  }

  #all(): readonly { service: IntegratedService; name: string; key: OwnedKey }[] {
    return this.#services.flatMap((service) =>
      (service.ownedKeys ?? []).map((key) => ({ service, name: ownedKeyName(service.name, key.name), key })),
    );
  }

  async #read(): Promise<void> {
    for (const record of await readOwnedKeys(this.#core)) this.#take(record);
  }

  #take(record: KeyRecord): void {
    this.#records.set(record.row.managed_by!, record);
    this.#byId.set(bytesOfId(record.row.key_id), record);
  }

  #seal(record: KeyRecord, owner: SealedOwner, plaintext: Buffer): Buffer {
    const header = headerOf(record, record.current!);
    const sealed = sealValue(this.#use(record, record.current!), plaintext, associatedData(header, owner));
    return Buffer.concat([header, sealed]);
  }

  #open(name: string, owner: SealedOwner, sealed: Buffer): Buffer {
    if (sealed[0] === KEYRING_VERSION) return this.#core.keyring.open(owner, sealed);
    const record = sealed[0] === VERSION && sealed.length > HEADER_BYTES ? this.#byId.get(sealed.toString('hex', 1, 1 + ID_BYTES)) : undefined;
    const sequence = record && sealed.readUInt16BE(1 + ID_BYTES);
    const material = record?.materials.find((one) => one.sequence === sequence);
    if (!record || !material || record.row.managed_by !== name) throw notSealed(owner);
    const aad = associatedData(sealed.subarray(0, HEADER_BYTES), owner);
    const plaintext = openValue(this.#use(record, material), sealed.subarray(HEADER_BYTES), aad);
    if (!plaintext) throw notSealed(owner);
    return plaintext;
  }

  /** Few keys that are used all the time: what is ready stays so. */
  #use(record: KeyRecord, material: Readonly<KeyMaterialRow>): UsableKey {
    this.#uses.count(record.row.key_id, this.#clock.now());
    const known = this.#usable.get(material.material_id);
    if (known) return known;
    const bytes = this.#core.materials.open(record, material);
    const usable = record.spec.load(bytes);
    bytes.fill(0);
    this.#usable.set(material.material_id, usable);
    return usable;
  }
}

const bytesOfId = (keyId: string): string => keyId.replaceAll('-', '');

function headerOf({ row }: KeyRecord, { sequence }: Readonly<KeyMaterialRow>): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION);
  header.write(bytesOfId(row.key_id), 1, 'hex');
  header.writeUInt16BE(sequence, 1 + ID_BYTES);
  return header;
}

function associatedData(header: Buffer, { purpose, names }: SealedOwner): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(names.length);
  return Buffer.concat([header, count, lengthPrefixed([purpose, ...names])]);
}

const notSealed = ({ purpose }: SealedOwner): Error => new Error(`a stored value (${purpose}) does not open: it was damaged or moved`);

function datesOf({ row, current }: KeyRecord): Pick<OwnedKeyFacts, 'createdAt' | 'rotatedAt' | 'nextRotationAt'> {
  return { createdAt: row.created_at, rotatedAt: current?.rotated_at ?? undefined, nextRotationAt: row.next_rotation_at ?? undefined };
}
