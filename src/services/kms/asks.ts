/** What operations ask for: a key, several, or nothing but the caller's own account. */
import type { Ask, RequestContext, Resolved } from '../../base/operation.ts';
import { recall } from '../../base/recall.ts';
import { whenThere } from '../../base/when-there.ts';
import { type ConditionedInput, keyConditions, requestConditions } from './conditions.ts';
import type { GrantFacts } from './grants.ts';
import { callerNames } from './grants-principals.ts';
import type { KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { Operations } from './types.ts';

/** Authorization reference of AWS KMS: these work on keys of other accounts; elsewhere such a permission has no effect. */
const OVER_ACCOUNTS: ReadonlySet<string> = new Set([
  'CreateGrant', 'Decapsulate', 'Decrypt', 'DeriveSharedSecret', 'DescribeKey', 'Encapsulate', 'Encrypt',
  'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext',
  'GenerateMac', 'GetKeyRotationStatus', 'GetPublicKey', 'ListGrants', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant',
  'RevokeGrant', 'Sign', 'Verify', 'VerifyMac',
]);

export function keyAsk(
  kms: Kms,
  key: KeyRecord,
  operation: string,
  input: ConditionedInput,
  context: RequestContext,
  fromCiphertext = false,
): Ask {
  const overAccounts = OVER_ACCOUNTS.has(operation);
  // A grant works at once here, so its token adds nothing; but a false one is refused. DescribeKey has no such fault.
  if (operation !== 'DescribeKey') kms.grants.checkTokens(input.GrantTokens);
  return {
    action: actionOf(operation),
    resource: key.arn,
    account: key.row.account,
    rule: 'key',
    resourcePolicy: key.policy,
    context: keyConditions(kms, key, operation, input, context),
    granted: overAccounts ? () => kms.grants.granted(key, grantFacts(operation, input, context), context.now) : undefined,
    fromCiphertext,
    ownAccountOnly: !overAccounts,
  };
}

/** `kms:Encrypt`: the same text each time, since finding things by one that was just put together costs more. */
const actionOf = recall((operation) => `kms:${operation}`);

const grantFacts = (operation: string, input: ConditionedInput, context: RequestContext): GrantFacts => ({
  principals: callerNames(context.caller),
  operation,
  context: input.EncryptionContext,
  sourceArn: context.via?.source?.arn,
});

/** An operation on one key that `KeyId` names. */
export function resolveByKeyId(
  kms: Kms,
  operation: keyof Operations,
  input: ConditionedInput & { readonly KeyId: string },
  context: RequestContext,
  aliases: boolean,
): Resolved<KeyRecord> | Promise<Resolved<KeyRecord>> {
  return whenThere(kms.keys.find(input.KeyId, actionOf(operation), context, aliases), (key) => ({
    asks: [keyAsk(kms, key, operation, input, context)],
    target: key,
  }));
}

/** Operations that the caller's own policies decide alone: their resource is `*`, or one of the account's names. */
export const accountAsk = (operation: string, input: ConditionedInput, context: RequestContext, resource = '*'): Ask => ({
  action: actionOf(operation),
  resource,
  account: context.caller.account,
  rule: 'identity',
  context: requestConditions(operation, input, context),
});

/** CreateKey, and ReplicateKey in the replica's Region: the account's own policies decide; tags need leave of their own. */
export function creationAsks(input: ConditionedInput, context: RequestContext): Ask[] {
  const create = accountAsk('CreateKey', input, context);
  return input.Tags && input.Tags.length > 0 ? [create, accountAsk('TagResource', input, context)] : [create];
}
