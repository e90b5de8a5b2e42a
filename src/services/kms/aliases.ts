/** Aliases: names of keys in one account and region. */
import { aliasArn } from '../../base/arn.ts';
import type { RequestContext, Resolved } from '../../base/operation.ts';
import * as faults from './faults.ts';
import { type KeyRecord, ofKey } from './key-record.ts';
import { accountAsk, keyAsk } from './asks.ts';
import type { Kms } from './kms.ts';
import type { AliasRow } from './tables.ts';

export const ALIASES_PER_KEY_MAX = 50;

const CHARACTERS = /^alias\/[a-zA-Z0-9/_-]+$/;

type AliasOperation = 'CreateAlias' | 'UpdateAlias' | 'DeleteAlias';

/**
 * Names that customers may create, move and delete.
 * @throws Fault ValidationException; InvalidAliasNameException from CreateAlias, whose model alone has it
 */
function checkAliasName(name: string, operation: AliasOperation): void {
  if (!name.startsWith('alias/')) throw faults.aliasPrefix();
  const problem = name.startsWith('alias/aws/') ? RESERVED : CHARACTERS.test(name) ? undefined : ODD_CHARACTERS;
  if (problem === undefined) return;
  throw operation === 'CreateAlias' ? faults.invalidAliasName(problem) : faults.validation(problem);
}

const RESERVED = 'The prefix alias/aws/ is reserved for AWS managed keys.';
const ODD_CHARACTERS = 'Alias contains invalid characters for an alias';

export interface AliasTarget {
  readonly alias: string;
  /** The alias as it is, for what changes or ends it. */
  readonly present: AliasRow | undefined;
  /** The key that the request names. */
  readonly key: KeyRecord | undefined;
}

/**
 * Aliases need permission on the alias and on every key concerned.
 * @throws Fault NotFoundException when the alias must exist and does not
 */
export async function resolveAlias(
  kms: Kms,
  operation: AliasOperation,
  input: { readonly AliasName: string; readonly TargetKeyId?: string },
  context: RequestContext,
): Promise<Resolved<AliasTarget>> {
  checkAliasName(input.AliasName, operation);
  const { account, region } = context.caller;
  const arn = aliasArn(region, account, input.AliasName);
  const present = await findAlias(kms, account, region, input.AliasName);
  if (!present && operation !== 'CreateAlias') throw faults.aliasNotFound(arn);
  const asks = [accountAsk(operation, {}, context, arn)];
  const old = present && operation !== 'CreateAlias' ? await kms.keys.get(present, context.now) : undefined;
  if (old) asks.push(keyAsk(kms, old, operation, {}, context));
  const key =
    input.TargetKeyId === undefined
      ? undefined
      : await kms.keys.find(input.TargetKeyId, `kms:${operation}`, context, false);
  if (key) asks.push(keyAsk(kms, key, operation, {}, context));
  return { asks, target: { alias: input.AliasName, present, key } };
}

function findAlias(kms: Kms, account: string, region: string, alias: string): Promise<AliasRow | undefined> {
  return kms.store.db
    .selectFrom('kms_aliases')
    .selectAll()
    .where('account', '=', account)
    .where('region', '=', region)
    .where('alias_name', '=', alias)
    .executeTakeFirst();
}

/** @throws Fault LimitExceededException */
export async function requireRoomForAlias(kms: Kms, key: KeyRecord): Promise<void> {
  const rows = await kms.store.db
    .selectFrom('kms_aliases')
    .select('alias_name')
    .where((where) => where.and(ofKey(key.row)))
    .limit(ALIASES_PER_KEY_MAX)
    .execute();
  if (rows.length >= ALIASES_PER_KEY_MAX) throw faults.aliasQuota(ALIASES_PER_KEY_MAX, rows.length);
}
