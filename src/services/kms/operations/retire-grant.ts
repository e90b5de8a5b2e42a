import type { Ask, RequestContext } from '../../../base/operation.ts';
import { accountAsk, keyAsk } from '../asks.ts';
import { refuseDryRun } from '../cryptography.ts';
import * as faults from '../faults.ts';
import { requireGrant } from '../grants-find.ts';
import { standingToRetire } from '../grants-principals.ts';
import { givenConstraints, type GrantRecord } from '../grants-record.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import type { RetireGrantRequest } from '../types.ts';

/** For those whom the grant names, and the account that made it. */
export const retireGrant = (kms: Kms): Op<'RetireGrant', GrantRecord> => ({
  async resolve(input, context) {
    const { key, grantId } = await keyOf(kms, input, context);
    const grant = await requireGrant(kms, key, grantId);
    return { asks: [askFor(kms, key, grant, input, context)], target: grant };
  },
  run(input, { target: grant, unit, now }) {
    refuseDryRun(input.DryRun);
    kms.grants.remove(unit, grant, now);
  },
});

/** @throws Fault ValidationException, InvalidGrantTokenException, InvalidArnException, NotFoundException */
async function keyOf(kms: Kms, input: RetireGrantRequest, context: RequestContext): Promise<{ key: KeyRecord; grantId: string }> {
  const { GrantToken, KeyId, GrantId } = input;
  if (GrantToken !== undefined && KeyId === undefined && GrantId === undefined) return keyOfToken(kms, GrantToken, context);
  if (GrantToken !== undefined || KeyId === undefined || GrantId === undefined) {
    throw faults.validation('Either GrantToken, or KeyId and GrantId, must be specified.');
  }
  // A key id alone does not say whose key it is, and grants are retired by other accounts, too.
  if (!KeyId.startsWith('arn:')) throw faults.invalidArn(KeyId, 'kms:RetireGrant');
  return { key: await kms.keys.find(KeyId, 'kms:RetireGrant', context, false), grantId: GrantId };
}

async function keyOfToken(kms: Kms, token: string, context: RequestContext): Promise<{ key: KeyRecord; grantId: string }> {
  const { grant_id: grantId, ...name } = kms.grants.parseToken(token);
  if (name.region !== context.caller.region) throw faults.invalidGrantToken();
  const key = await kms.keys.get(name, context.now);
  if (!key) throw faults.grantNotFound(grantId);
  return { key, grantId };
}

/** The key's policy has no say; the caller's own policies decide where the account as such may retire, else only deny. */
function askFor(kms: Kms, key: KeyRecord, grant: GrantRecord, input: RetireGrantRequest, context: RequestContext): Ask {
  const standing = standingToRetire(grant, context.caller);
  const Constraints = givenConstraints(grant.row);
  const EncryptionContext = Constraints?.EncryptionContextEquals ?? Constraints?.EncryptionContextSubset;
  const conditioned = { ...input, Constraints, EncryptionContext };
  const ask = keyAsk(kms, key, 'RetireGrant', conditioned, context);
  if (standing === 'account') return { ...accountAsk('RetireGrant', {}, context, key.arn), context: ask.context };
  return { ...ask, resourcePolicy: undefined, granted: () => standing === 'grant' };
}
