/** What the policy simulator of IAM learns of a key: its policy, its condition values, and the grants on it. */
import { parseArn } from '../../base/arn.ts';
import type { RequestContext } from '../../base/operation.ts';
import type { SimulatedKey } from '../../base/simulation.ts';
import { keyConditions } from './conditions.ts';
import type { Kms } from './kms.ts';
import model from './model.json' with { type: 'json' };

/** `Encrypt` by `kms:encrypt`: policies do not mind the case of letters. ReEncrypt asks for two actions of their own. */
const OPERATIONS: ReadonlyMap<string, string> = new Map(
  [...Object.keys(model.operations), 'ReEncryptFrom', 'ReEncryptTo'].map((name) => [`kms:${name.toLowerCase()}`, name]),
);

/** A key of the requester's account by its ARN, for a request of that action; `undefined` when there is none. */
export async function simulatedKey(kms: Kms, arn: string, action: string, context: RequestContext): Promise<SimulatedKey | undefined> {
  const { region, account, resource } = parseArn(arn) ?? {};
  if (region === undefined || account !== context.caller.account || !resource?.startsWith('key/')) return undefined;
  const key = await kms.keys.get({ account, region, key_id: resource.slice('key/'.length) }, context.now);
  if (key?.arn !== arn) return undefined;
  const operation = OPERATIONS.get(action.toLowerCase()) ?? '';
  return {
    policy: key.policy,
    context: keyConditions(kms, key, operation, {}, context),
    async grant(principals, encryptionContext) {
      const grant = await kms.grants.find(key, { principals, operation, context: encryptionContext }, context.now);
      return grant?.row.grant_id;
    },
  };
}
