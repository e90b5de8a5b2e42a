/**
 * Fills a data directory without the API: a million CreateKey requests would take longer than the measurement. Key
 * material is sealed for its own key, so filling goes through the server's own code, and the rows are those that
 * CreateKey writes.
 */
import { openVault } from '../src/assembly/vault.ts';
import { systemClock } from '../src/base/clock.ts';
import { Unit } from '../src/base/unit.ts';
import { KEY_SPECS } from '../src/crypto/key-specs.ts';
import type { Iam } from '../src/services/iam/iam.ts';
import { firstMaterial, newKeyId, newKeyRow } from '../src/services/kms/creation.ts';
import { createKms } from '../src/services/kms/kms.ts';
import type { Kms } from '../src/services/kms/kms.ts';
import { defaultKeyPolicy } from '../src/services/kms/policy.ts';
import type { Store } from '../src/store/contract.ts';

/** Of a server that is started without flags. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
const KEYS_PER_UNIT = 500;
const PROGRESS_EVERY = 100_000;

/**
 * Adds symmetric keys of the default account to a data directory that has been served once and is not being served.
 * @returns the ids of the keys that were added
 */
export async function fillKeys(dataDir: string, count: number): Promise<string[]> {
  return filling(dataDir, async ({ kms, store }) => {
    const keyIds: string[] = [];
    while (keyIds.length < count) {
      const unit = new Unit();
      const wanted = Math.min(KEYS_PER_UNIT, count - keyIds.length);
      for (let i = 0; i < wanted; i++) keyIds.push(await addKey(kms, unit));
      await store.commit(unit);
      if (keyIds.length % PROGRESS_EVERY === 0) process.stderr.write(`  ${keyIds.length} keys\n`);
    }
    return keyIds;
  });
}

/** What rows are made with, on a data directory that no server holds. */
export interface Services {
  readonly store: Store;
  readonly kms: Kms;
  readonly iam: Iam;
}

/** Everything that is filled in is what it should be: nothing is looked up, nothing is judged. */
export async function filling<T>(dataDir: string, fill: (services: Services) => Promise<T>): Promise<T> {
  const { store, keys, iam } = await openVault({ location: { data: dataDir }, region: REGION }, systemClock);
  try {
    const same = async (text: string) => text;
    const asWritten = { stored: same, shown: same, storedPrincipal: same, shownPrincipal: same };
    const guard = { problemOf: () => undefined, mayPutKeyPolicy: async () => true, ...asWritten };
    const kms = createKms(keys, { clock: systemClock, guard, commit: (unit) => store.commit(unit) });
    return await fill({ store, kms, iam });
  } finally {
    await store.close();
  }
}

/** A symmetric key with the default key policy. @returns its id */
export async function addKey(kms: Kms, unit: Unit): Promise<string> {
  const keyId = newKeyId(false);
  const material = await KEY_SPECS['SYMMETRIC_DEFAULT']!.generate();
  const first = firstMaterial(keyId, material);
  const row = newKeyRow({
    account: ACCOUNT,
    region: REGION,
    key_id: keyId,
    spec: 'SYMMETRIC_DEFAULT',
    key_usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    policy: defaultKeyPolicy(ACCOUNT, REGION),
    created_at: systemClock.now(),
    current_material_id: first.material_id,
  });
  kms.changes.insert(unit, row, [first]);
  material.fill(0);
  return keyId;
}
