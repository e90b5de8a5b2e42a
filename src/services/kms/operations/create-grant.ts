import type { Call, RequestContext, Resolved } from '../../../base/operation.ts';
import { randomHex } from '../../../crypto/random.ts';
import { keyAsk } from '../asks.ts';
import { refuseDryRun } from '../cryptography.ts';
import * as faults from '../faults.ts';
import { isWithin } from '../grants-constraints.ts';
import { callerNames } from '../grants-principals.ts';
import { grantRecord } from '../grants-record.ts';
import { checkGrantRequest, type GrantPrincipals, grantTerms, requireGrantable, storedPrincipals } from '../grants-request.ts';
import { isManaged, type KeyRecord, ofKey } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { requireState } from '../states.ts';
import type { GrantRow } from '../tables.ts';
import type { CreateGrantRequest } from '../types.ts';

/** Developer guide, "Resource quotas". */
const GRANTS_PER_KEY_MAX = 50_000;

interface Target {
  readonly key: KeyRecord;
  /** By their ARNs. */
  readonly principals: GrantPrincipals;
}

export const createGrant = (kms: Kms): Op<'CreateGrant', Target> => ({
  resolve: (input, context) => resolve(kms, input, context),
  async run(input, call) {
    const { key, principals } = call.target;
    requireState(key, 'use');
    requireGrantable(key, input);
    const terms = grantTerms(input, await storedPrincipals(kms.guard, input, principals), call.caller.account);
    const row: GrantRow = { ...ofKey(key.row), grant_id: randomHex(32), ...terms, created_at: call.now };
    if (call.permit.byGrant) await requireWithinParent(kms, call, row);
    const present = terms.name === null ? undefined : await kms.grants.repeated(key.row, terms.name, terms.fingerprint);
    if (!present && !isManaged(key)) await requireRoom(kms, key, call.now);
    refuseDryRun(input.DryRun);
    if (!present) kms.grants.insert(call.unit, key, row, call.now);
    const grant = present ?? row;
    return { GrantId: grant.grant_id, GrantToken: kms.grants.newToken(grant) };
  },
});

async function resolve(kms: Kms, input: CreateGrantRequest, context: RequestContext): Promise<Resolved<Target>> {
  const principals = checkGrantRequest(input, context.caller.region);
  kms.grants.checkTokens(input.GrantTokens);
  const key = await kms.keys.find(input.KeyId, 'kms:CreateGrant', context, false);
  // For condition keys, the context of a grant is that of its constraints.
  const { EncryptionContextEquals, EncryptionContextSubset } = input.Constraints ?? {};
  const conditioned = { ...input, EncryptionContext: EncryptionContextEquals ?? EncryptionContextSubset };
  return { asks: [keyAsk(kms, key, 'CreateGrant', conditioned, context)], target: { key, principals } };
}

/** Who may make grants by a grant alone can give on no more than that grant. @throws Fault AccessDeniedException */
async function requireWithinParent(kms: Kms, { target: { key }, caller, via, now }: Call<Target>, row: GrantRow): Promise<void> {
  const child = grantRecord(row);
  const facts = { principals: callerNames(caller), operation: 'CreateGrant', sourceArn: via?.source?.arn };
  const parent = await kms.grants.find(key, facts, now, (grant) => isWithin(grant, child));
  if (!parent) throw faults.grantBeyondParent(caller.principal.arn, key.arn);
}

/** @throws Fault LimitExceededException */
async function requireRoom(kms: Kms, key: KeyRecord, now: number): Promise<void> {
  const count = await kms.grants.count(key, now);
  if (count >= GRANTS_PER_KEY_MAX) throw faults.grantQuota(GRANTS_PER_KEY_MAX, count);
}
