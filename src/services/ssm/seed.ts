/**
 * Parameters of a seed file. They are put as the account's own root would put them, so all rules hold and the trail shows
 * it. One that is there already is left as it is.
 */
import { Fault, UsageError } from '../../base/errors.ts';
import type { SeedParameter } from '../../base/seed.ts';
import { nameToWrite } from './names.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { PutParameterRequest } from './types.ts';

/** Calls PutParameter for the account. */
export type PutFor = (account: string, region: string, input: PutParameterRequest) => Promise<unknown>;

/** @throws UsageError with the place in the file */
export async function seedParameters(store: ParameterStore, parameters: readonly SeedParameter[], put: PutFor): Promise<void> {
  for (const parameter of parameters) {
    const { at, account, region, name } = parameter;
    if (await store.parameters.read(nameToWrite(name, { account, region }))) continue;
    await put(account, region, inputOf(parameter)).catch((error: unknown) => {
      throw error instanceof Fault ? new UsageError(`${at}: ${error.message}`) : error;
    });
  }
}

const inputOf = ({ name, type, value, keyId, tier, description, allowedPattern, tags }: SeedParameter): PutParameterRequest => ({
  Name: name,
  Type: type,
  Value: value,
  KeyId: keyId,
  Tier: tier,
  Description: description,
  AllowedPattern: allowedPattern,
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});
