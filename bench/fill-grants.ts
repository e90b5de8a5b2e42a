/** Fills a data directory with users and with grants to them on one key, without the API (fill.ts). */
import { systemClock } from '../src/base/clock.ts';
import { Unit } from '../src/base/unit.ts';
import { randomHex } from '../src/crypto/random.ts';
import { newEntityId } from '../src/services/iam/ids.ts';
import { grantTerms } from '../src/services/kms/grants-request.ts';
import type { CreateGrantRequest } from '../src/services/kms/types.ts';
import { ACCOUNT, addKey, filling, REGION, type Services } from './fill.ts';
import type { Credentials } from './signer.ts';

export interface Filled {
  readonly keyId: string;
  /** Each may encrypt with the key, by a grant alone. */
  readonly users: readonly Credentials[];
}

const USERS_PER_UNIT = 200;

/** The first grant of each user allows what is measured; the others do not, and differ. */
export function fillGrants(dataDir: string, grants: number, users: number): Promise<Filled> {
  return filling(dataDir, async (services) => {
    const first = new Unit();
    const keyId = await addKey(services.kms, first);
    await services.store.commit(first);
    const made: Credentials[] = [];
    while (made.length < users) {
      const unit = new Unit();
      for (let i = Math.min(USERS_PER_UNIT, users - made.length); i > 0; i--) {
        const count = Math.floor(((made.length + 1) * grants) / users) - Math.floor((made.length * grants) / users);
        made.push(addUser(services, unit, keyId, `user-${made.length}`, count));
      }
      await services.store.commit(unit);
    }
    return { keyId, users: made };
  });
}

function addUser({ iam, kms }: Services, unit: Unit, keyId: string, name: string, grants: number): Credentials {
  const now = systemClock.now();
  const id = newEntityId('user');
  const nothing = { boundary: null, trust_policy: null, description: null, max_session_seconds: null };
  iam.entities.insert(unit, { id, account: ACCOUNT, kind: 'user', name, path: '/', created_at: now, ...nothing });
  for (let i = 0; i < grants; i++) {
    const terms = grantTerms(requestOf(keyId, i), { grantee: id, retiring: null }, ACCOUNT);
    const row = { account: ACCOUNT, region: REGION, key_id: keyId, grant_id: randomHex(32), ...terms, created_at: now };
    unit.write(kms.store.db.insertInto('kms_grants').values(row));
  }
  return { ...iam.accessKeys.insert(unit, { id, account: ACCOUNT }, now), region: REGION };
}

const requestOf = (KeyId: string, index: number): CreateGrantRequest =>
  index === 0
    ? { KeyId, Operations: ['Encrypt', 'Decrypt', 'GenerateDataKey'] }
    : { KeyId, Operations: ['Encrypt', 'Decrypt'], Constraints: { EncryptionContextSubset: { volume: `vol-${index}` } } };
