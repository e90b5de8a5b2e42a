/** Grants of a seed file, by the rules of CreateGrant. */
import { Fault, UsageError } from '../../base/errors.ts';
import type { SeedGrant } from '../../base/seed.ts';
import type { Unit } from '../../base/unit.ts';
import type { KeySpecRow } from '../../crypto/contract.ts';
import { randomHex } from '../../crypto/random.ts';
import type { NewKey } from './creation.ts';
import { checkGrantRequest, grantTerms, requireGrantable, storedPrincipals } from './grants-request.ts';
import { keyRecord, ofKey } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { CreateGrantRequest, GrantConstraints, GrantOperation, KeySpec, KeyUsageType } from './types.ts';

/** What matters of the key that a grant is on. */
export interface GrantedKey {
  readonly region: string;
  readonly row: KeySpecRow;
  readonly usage: string;
}

/** `example.amazonaws.com`; other principals are ARNs or 12 digits. */
const SERVICE = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+){2,}$/;

/** @throws Fault for what CreateGrant refuses, whoever is there */
export function checkSeedGrant(grant: SeedGrant, { region, row, usage }: GrantedKey): void {
  const request = requestOf(grant);
  requireGrantable({ spec: row, row: { spec: row.spec as KeySpec, key_usage: usage as KeyUsageType } }, request);
  checkGrantRequest(request, region);
}

/** Adds grants to a key that the unit makes. @throws UsageError for a principal that does not exist */
export async function insertSeedGrants(kms: Kms, unit: Unit, grants: readonly SeedGrant[], row: NewKey, now: number): Promise<void> {
  const key = keyRecord({ ...row, version: 1, due_at: null }, []);
  for (const grant of grants) {
    const request = requestOf(grant);
    try {
      const principals = await storedPrincipals(kms.guard, request, checkGrantRequest(request, row.region));
      const terms = grantTerms(request, principals, row.account);
      kms.grants.insert(unit, key, { ...ofKey(row), grant_id: randomHex(32), ...terms, created_at: now }, now);
    } catch (error) {
      throw error instanceof Fault ? new UsageError(`${grant.at}: ${error.message}`) : error;
    }
  }
}

function requestOf({ name, grantee, retiring, operations, constraints }: SeedGrant): CreateGrantRequest {
  return {
    KeyId: '',
    Name: name,
    [SERVICE.test(grantee) ? 'GranteeServicePrincipal' : 'GranteePrincipal']: grantee,
    ...(retiring !== undefined && { [SERVICE.test(retiring) ? 'RetiringServicePrincipal' : 'RetiringPrincipal']: retiring }),
    Operations: operations as GrantOperation[],
    Constraints: constraintsOf(constraints),
  };
}

/** Without members that are absent: what is stored has none either. */
const constraintsOf = ({ encryptionContextEquals, encryptionContextSubset, sourceArn }: SeedGrant['constraints']): GrantConstraints => ({
  ...(encryptionContextEquals && { EncryptionContextEquals: encryptionContextEquals }),
  ...(encryptionContextSubset && { EncryptionContextSubset: encryptionContextSubset }),
  ...(sourceArn !== undefined && { SourceArn: sourceArn }),
});
