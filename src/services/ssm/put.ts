/** What a version of a parameter becomes, from what was asked for and the version before. */
import type { Call } from '../../base/operation.ts';
import { requireMatch } from './allowed-pattern.ts';
import type { NewVersion } from './changes.ts';
import { dataTypeOf, needsAdvanced, requireSuitable } from './data-types.ts';
import * as faults from './faults.ts';
import type { ParameterName } from './names.ts';
import type { Parameter } from './parameters.ts';
import type { ParameterStore } from './parameter-store.ts';
import { policiesToStore } from './policies.ts';
import { defaultTier } from './settings.ts';
import type { StoredTier } from './tables.ts';
import type { ParameterType, PutParameterRequest } from './types.ts';
import type { StoredValue } from './values.ts';

/** Bytes of UTF-8: what KMS takes is counted so. */
const VALUE_MAX: { readonly [Tier in StoredTier]: number } = { Standard: 4_096, Advanced: 8_192 };

export interface PutTarget {
  readonly name: ParameterName;
  readonly present: Parameter | undefined;
}

/** A version but for its value, which KMS may be asked to encrypt only when all else is right. */
export interface Planned {
  readonly type: ParameterType;
  readonly version: Omit<NewVersion, keyof StoredValue>;
}

/** @throws Fault */
export async function plan(store: ParameterStore, input: PutParameterRequest, call: Call<PutTarget>): Promise<Planned> {
  const { present } = call.target;
  const type = typeOf(input, present);
  if (input.KeyId !== undefined && type !== 'SecureString') throw faults.keyWithoutSecret();
  checkValue(input.Value);
  checkTexts(`${input.Description} ${input.AllowedPattern}`);
  const policies = input.Policies === undefined ? (present?.policies ?? null) : policiesToStore(input.Policies, call.now);
  const dataType = dataTypeOf(input, present);
  const tier = await tierOf(store, input, call, policies !== null || needsAdvanced(dataType));
  if (tier === 'Standard' && policies !== null) throw faults.policiesForStandard();
  if (tier === 'Standard' && needsAdvanced(dataType)) throw faults.dataTypeForStandard(dataType);
  checkSize(input.Value, tier);
  requireSuitable(dataType, type, input.Value);
  // What is left out stays as it was; an empty text takes it away.
  const pattern = input.AllowedPattern ?? present?.allowed_pattern ?? '';
  if (pattern !== '') requireMatch(pattern, input.Value);
  const version = {
    tier,
    description: (input.Description ?? present?.description) || null,
    allowed_pattern: pattern || null,
    data_type: dataType,
    policies,
    modified_at: call.now,
    modified_by: call.caller.principal.arn,
  };
  return { type, version };
}

function typeOf({ Type }: PutParameterRequest, present: Parameter | undefined): ParameterType {
  const type = Type ?? present?.type;
  if (type === undefined) throw faults.typeMissing();
  if (present && type !== present.type) throw faults.typeChange();
  return type;
}

function checkValue(value: string): void {
  if (value === '') throw faults.emptyValue();
  if (!value.isWellFormed()) throw faults.noUnicode();
  if (/\{\{[^{}]*\}\}/.test(value)) throw faults.nestedValue();
}

/** What would be read back as another text. */
function checkTexts(texts: string): void {
  if (texts.includes('\0')) throw faults.unstorable();
  if (!texts.isWellFormed()) throw faults.noUnicode();
}

function checkSize(value: string, tier: StoredTier): void {
  if (Buffer.byteLength(value) <= VALUE_MAX[tier]) return;
  throw tier === 'Standard' ? faults.standardValue(VALUE_MAX.Standard) : faults.advancedValue(VALUE_MAX.Advanced);
}

async function tierOf(
  store: ParameterStore,
  input: PutParameterRequest,
  { caller, target }: Call<PutTarget>,
  advanced: boolean,
): Promise<StoredTier> {
  const { present } = target;
  const asked = input.Tier ?? (await defaultTier(store, caller));
  if (asked === 'Advanced') return 'Advanced';
  if (present?.tier === 'Advanced') {
    if (input.Tier === 'Standard') throw faults.downgrade();
    return 'Advanced';
  }
  if (asked === 'Standard') return 'Standard';
  const large = Buffer.byteLength(input.Value) > VALUE_MAX.Standard;
  const full = !present && (await usageOf(store, target.name, 'Standard')) >= store.quotas.Standard;
  return large || full || advanced ? 'Advanced' : 'Standard';
}

export async function usageOf({ store }: ParameterStore, { account, region }: ParameterName, tier: StoredTier): Promise<number> {
  const row = await store.db
    .selectFrom('ssm_usage')
    .select('parameters')
    .where((where) => where.and({ account, region, tier }))
    .executeTakeFirst();
  return row?.parameters ?? 0;
}
