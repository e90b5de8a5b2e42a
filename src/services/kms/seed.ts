/**
 * Keys of a seed file, with their aliases and grants. A key that is there already is left as it is, so applying a seed
 * twice changes nothing.
 */
import type { Seed, SeedKey } from '../../base/seed.ts';
import { UsageError } from '../../base/errors.ts';
import { Unit } from '../../base/unit.ts';
import { firstMaterial, newKeyRow, type NewKey } from './creation.ts';
import { KEY_SPECS } from '../../crypto/key-specs.ts';
import type { NewMaterial } from './key-changes.ts';
import type { Kms } from './kms.ts';
import { defaultKeyPolicy, storedKeyPolicy } from './policy.ts';
import { nextRotation } from './rotation.ts';
import { insertSeedGrants } from './seed-grants.ts';
import { checkTags, writeTags } from './tags.ts';
import type { KeySpec, KeyUsageType } from './types.ts';

/** @throws UsageError with the place in the file */
export async function seedKeys(kms: Kms, seed: Seed, now: number): Promise<void> {
  for (const key of seed.keys) {
    try {
      await seedKey(kms, key, now);
    } catch (error) {
      throw error instanceof UsageError ? error : new UsageError(`${key.at}: ${(error as Error).message}`);
    }
  }
}

async function seedKey(kms: Kms, key: SeedKey, now: number): Promise<void> {
  const present = await kms.keys.read({ account: key.account, region: key.region, key_id: key.id });
  if (present) return;
  const unit = new Unit();
  const materials = await materialsOf(key);
  const given = key.policy === undefined ? undefined : await storedKeyPolicy(kms.guard, key.policy);
  for (const region of [key.region, ...key.replicas]) {
    const policy = given ?? defaultKeyPolicy(key.account, region);
    const row = rowOf(key, region, policy, materials, now);
    kms.changes.insert(unit, row, materials);
    if (region === key.region) await insertSeedGrants(kms, unit, key.grants, row, now);
  }
  const home = { account: key.account, region: key.region, key_id: key.id };
  const tags = Object.entries(key.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  checkTags(tags);
  writeTags(kms, unit, home, tags);
  for (const alias of key.aliases) {
    unit.write(
      kms.store.db.insertInto('kms_aliases').values({ ...home, alias_name: alias, created_at: now, updated_at: now }),
    );
    unit.afterCommit(() => kms.keys.forgetAlias(key.account, key.region, alias));
  }
  await kms.store.commit(unit);
}

/** Given ones, oldest first; else a random one, unless it is to be imported. */
async function materialsOf(key: SeedKey): Promise<NewMaterial[]> {
  const spec = KEY_SPECS[key.spec]!;
  const given = key.materials;
  const bytes = given.length > 0 || key.origin === 'EXTERNAL' ? given : [await spec.generate()];
  return bytes.map((material, index) => ({
    ...firstMaterial(key.id, material),
    sequence: index + 1,
    state: index === bytes.length - 1 ? 'CURRENT' : 'NON_CURRENT',
    expiration_model: key.origin === 'EXTERNAL' ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : null,
  }));
}

function rowOf(key: SeedKey, region: string, policy: string, materials: readonly NewMaterial[], now: number): NewKey {
  const days = key.rotationPeriodInDays;
  const multiRegion = key.id.startsWith('mrk-');
  return newKeyRow({
    account: key.account,
    region,
    key_id: key.id,
    spec: key.spec as KeySpec,
    key_usage: key.usage as KeyUsageType,
    origin: key.origin,
    policy,
    created_at: now,
    description: key.description,
    state: materials.length === 0 ? 'PendingImport' : key.enabled ? 'Enabled' : 'Disabled',
    multi_region: multiRegion ? 1 : 0,
    primary_region: multiRegion ? key.region : null,
    rotation_enabled: days === undefined ? 0 : 1,
    rotation_period_days: days ?? null,
    next_rotation_at: days === undefined ? null : nextRotation(now, days),
    current_material_id: materials[materials.length - 1]?.material_id ?? null,
  });
}
