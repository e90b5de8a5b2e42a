/**
 * AWS managed keys: a key that a service has in an account and region, under its predefined alias. It is made when the
 * service needs it first, or when somebody describes the alias; the request that does so is authorized by the policy
 * that the key will have, and keeps the key with its own writes. Of two at once one loses (`kms_keys_managed`), looks
 * again and finds the other's key.
 */
import type { IntegratedService, ManagedKey } from '../../base/integrated-service.ts';
import type { RequestContext } from '../../base/operation.ts';
import type { Unit } from '../../base/unit.ts';
import { KEY_SPECS } from '../../crypto/key-specs.ts';
import { firstMaterial, type NewKey, newKeyId, newKeyRow } from './creation.ts';
import { keyEvent } from './events.ts';
import { type KeyRecord, keyRecord } from './key-record.ts';
import type { KeyCore } from './kms.ts';
import { PREDEFINED_KEYS } from './predefined-keys.ts';
import { DEFAULT_ROTATION_DAYS, nextRotation } from './rotation.ts';

/** What a service asks for when it encrypts. Anybody may describe the alias. */
const NEEDED_BY_SERVICES: ReadonlySet<string> = new Set(['kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext']);
const ALIAS_PREFIX = 'alias/aws/';
const SPEC = 'SYMMETRIC_DEFAULT';

export class ManagedKeys {
  /** Predefined names, in order. */
  readonly aliases: readonly string[];
  readonly #core: KeyCore;
  readonly #byAlias: ReadonlyMap<string, ManagedKey>;

  constructor(core: KeyCore, services: readonly IntegratedService[]) {
    const own = services.map(({ managedKey }) => managedKey).filter((key) => key !== undefined);
    this.#core = core;
    this.#byAlias = new Map([...PREDEFINED_KEYS, ...own].map((key) => [key.alias, key]));
    this.aliases = [...this.#byAlias.keys()].sort();
    core.keys.makeWith((alias, action, context) => this.#make(alias, action, context));
  }

  /** To be called by every operation whose action makes keys: a key that was just made is kept with the unit's writes. */
  keep(unit: Unit, key: KeyRecord): void {
    if (key.row.version > 0) return;
    const { version: _version, due_at: _dueAt, ...row } = key.row;
    const { account, region, key_id, created_at } = row;
    const alias_name = ALIAS_PREFIX + row.managed_by;
    this.#core.changes.insertSealed(unit, { ...row, policy: key.policy.text }, key.materials);
    unit.write(
      this.#core.store.db.insertInto('kms_aliases').values({ account, region, alias_name, key_id, created_at, updated_at: created_at }),
    );
    unit.events.push(keyEvent('CreateKey', key, { serviceEventDetails: { keyId: key.row.key_id } }));
    unit.afterCommit(() => this.#core.keys.forgetAlias(account, region, alias_name));
  }

  /** A key that is not stored, known by its version 0. */
  async #make(alias: string, action: string, context: RequestContext): Promise<KeyRecord | undefined> {
    const definition = this.#byAlias.get(alias);
    const makes = action === 'kms:DescribeKey' || (context.via !== undefined && NEEDED_BY_SERVICES.has(action));
    if (!definition || !makes) return undefined;
    const keyId = newKeyId(false);
    const material = firstMaterial(keyId, await KEY_SPECS[SPEC]!.generate());
    const row = rowOf(definition, keyId, material.material_id, context);
    const sealed = this.#core.changes.seal(row, material);
    material.material?.fill(0);
    return keyRecord({ ...row, version: 0, due_at: null }, [sealed]);
  }
}

function rowOf({ alias, description, policy }: ManagedKey, keyId: string, materialId: string, { caller, now }: RequestContext): NewKey {
  const { account, region } = caller;
  return newKeyRow({
    account,
    region,
    key_id: keyId,
    spec: SPEC,
    key_usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    policy: policy(account, region),
    created_at: now,
    description,
    rotation_enabled: 1,
    rotation_period_days: DEFAULT_ROTATION_DAYS,
    next_rotation_at: nextRotation(now, DEFAULT_ROTATION_DAYS),
    current_material_id: materialId,
    managed_by: alias.slice(ALIAS_PREFIX.length),
  });
}
