import { keyArn } from '../../../base/arn.ts';
import type { Call } from '../../../base/operation.ts';
import { creationAsks } from '../asks.ts';
import { checkDescription, firstMaterial, newKeyId, newKeyRow, specAndUsage } from '../creation.ts';
import * as faults from '../faults.ts';
import { keyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { metadata } from '../metadata.ts';
import { givenKeyPolicy } from '../policy.ts';
import { checkTags, writeTags } from '../tags.ts';
import type { CreateKeyRequest, KeyMetadata } from '../types.ts';

export const createKey = (kms: Kms): Op<'CreateKey', undefined> => ({
  resolve: (input, context) => ({ asks: creationAsks(input, context), target: undefined }),
  async run(input, call) {
    return { KeyMetadata: await create(kms, input, call) };
  },
});

async function create(kms: Kms, input: CreateKeyRequest, call: Call<undefined>): Promise<KeyMetadata> {
  const { account, region } = call.caller;
  const { spec, name, usage } = specAndUsage(input);
  const origin = originOf(input, spec.importable, name);
  const tags = input.Tags ?? [];
  checkTags(tags);
  const multiRegion = input.MultiRegion ?? false;
  const keyId = newKeyId(multiRegion);
  const key = { arn: keyArn(region, account, keyId), account, region };
  const policy = await givenKeyPolicy(kms.guard, input, key, call);
  const material = origin === 'AWS_KMS' ? firstMaterial(keyId, await spec.generate()) : undefined;
  const row = newKeyRow({
    account,
    region,
    key_id: keyId,
    spec: name,
    key_usage: usage,
    origin,
    policy,
    created_at: call.now,
    description: checkDescription(input.Description ?? ''),
    multi_region: multiRegion ? 1 : 0,
    primary_region: multiRegion ? region : null,
    current_material_id: material?.material_id ?? null,
  });
  kms.changes.insert(call.unit, row, material ? [material] : []);
  material?.material?.fill(0);
  writeTags(kms, call.unit, row, tags);
  return metadata(keyRecord({ ...row, version: 1, due_at: null }, []), [region]);
}

/** @throws Fault ValidationException, UnsupportedOperationException */
function originOf(input: CreateKeyRequest, importable: boolean, spec: string): 'AWS_KMS' | 'EXTERNAL' {
  const { Origin = 'AWS_KMS' } = input;
  if (Origin === 'AWS_CLOUDHSM' || Origin === 'EXTERNAL_KEY_STORE') {
    throw faults.unsupported('Trent does not support custom key stores yet.');
  }
  if (input.CustomKeyStoreId !== undefined) {
    throw faults.validation('CustomKeyStoreId can only be specified for keys whose origin is a custom key store.');
  }
  if (input.XksKeyId !== undefined) {
    throw faults.validation('XksKeyId can only be specified for keys with an origin of EXTERNAL_KEY_STORE.');
  }
  if (Origin === 'EXTERNAL' && !importable) {
    throw faults.unsupported(`KeySpec ${spec} is not supported for Origin EXTERNAL`);
  }
  return Origin;
}
