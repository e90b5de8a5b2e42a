/** The grant that a request is about, by its id or by a token. */
import * as faults from './faults.ts';
import type { GrantRecord } from './grants-record.ts';
import type { KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';

const GRANT_ID = /^[0-9a-f]{64}$/;

/** @throws Fault InvalidGrantIdException */
export function checkGrantId(grantId: string): void {
  if (!GRANT_ID.test(grantId)) throw faults.invalidGrantId();
}

/** @throws Fault InvalidGrantIdException, NotFoundException */
export async function requireGrant(kms: Kms, key: KeyRecord, grantId: string): Promise<GrantRecord> {
  checkGrantId(grantId);
  const grant = await kms.grants.get(key.row, grantId);
  if (!grant) throw faults.grantNotFound(grantId);
  return grant;
}
