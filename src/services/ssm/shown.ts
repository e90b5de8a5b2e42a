/** Parameters as answers show them. */
import type { RequestContext } from '../../base/operation.ts';
import { whenThere } from '../../base/when-there.ts';
import type { Selector } from './names.ts';
import type { Parameter } from './parameters.ts';
import type { ParameterStore } from './parameter-store.ts';
import { shownPolicies } from './policies.ts';
import type { Parameter as ShownParameter, ParameterHistory, ParameterMetadata } from './types.ts';

/** @throws Fault InvalidKeyId, AccessDeniedException */
export function shownParameter(
  store: ParameterStore,
  parameter: Parameter,
  withDecryption: boolean | undefined,
  context: RequestContext,
  selector?: Selector | undefined,
): Promise<ShownParameter> | ShownParameter {
  return whenThere(store.values.reveal(parameter, withDecryption ?? false, context), (Value) => ({
    Name: parameter.name,
    Type: parameter.type,
    Value,
    Version: parameter.version,
    Selector: selector?.text,
    LastModifiedDate: parameter.modified_at,
    ARN: parameter.arn,
    DataType: parameter.data_type,
  }));
}

export function shownMetadata(parameter: Parameter, now: number): ParameterMetadata {
  return { ...described(parameter, now), ARN: parameter.arn };
}

export async function shownHistory(
  store: ParameterStore,
  parameter: Parameter,
  labels: readonly string[],
  withDecryption: boolean | undefined,
  context: RequestContext,
): Promise<ParameterHistory> {
  const Value = await store.values.reveal(parameter, withDecryption ?? false, context);
  return { ...described(parameter, context.now), Value, Labels: labels };
}

/** What metadata and history have alike. */
function described(parameter: Parameter, now: number): ParameterMetadata {
  return {
    Name: parameter.name,
    Type: parameter.type,
    KeyId: parameter.key_id ?? undefined,
    LastModifiedDate: parameter.modified_at,
    LastModifiedUser: parameter.modified_by,
    Description: parameter.description ?? undefined,
    AllowedPattern: parameter.allowed_pattern ?? undefined,
    Version: parameter.version,
    Tier: parameter.tier,
    Policies: shownPolicies(parameter.policies, parameter.modified_at, now),
    DataType: parameter.data_type,
  };
}
