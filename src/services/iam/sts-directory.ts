/** What STS is told of IAM; the wiring hands it over, since services do not know each other. */
import type { PolicyText } from '../../base/operation.ts';
import { whenThere } from '../../base/when-there.ts';
import type { Iam } from './iam.ts';

/** IAM User Guide, "Update the maximum session duration for a role". */
const SESSION_SECONDS_DEFAULT = 3_600;

export function stsDirectory({ partition, entities, directory, managed, accounts, accessKeys, oidcProviders }: Iam) {
  return {
    partition,
    role: (arn: string) => roleOf({ entities, directory }, arn),
    provider: (account: string, url: string) => oidcProviders.find(account, url),
    accountOfKey: async (accessKeyId: string) => (await accessKeys.row(accessKeyId))?.account,
    accountExists: (account: string) => accounts.exists(account),
    policyExists: async (arn: string) => (await managed.documentOf(arn)) !== undefined,
    exists: (id: string) => whenThere(directory.identity(id), (found) => found !== undefined),
    textOf: (name: string, text: string): PolicyText => directory.textOf(name, text),
  };
}

/** A role that has this very ARN, with the path. */
async function roleOf({ entities, directory }: Pick<Iam, 'entities' | 'directory'>, arn: string) {
  const [, , , , account] = arn.split(':');
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const role = account === undefined ? undefined : await entities.find(account, 'role', name);
  if (!role || entities.arnOf(role) !== arn) return undefined;
  const identity = await directory.identity(role.id);
  return {
    id: role.id,
    arn,
    account: role.account,
    name,
    trustPolicy: role.trust_policy === null ? undefined : directory.textOf('trust policy', role.trust_policy),
    maxSessionSeconds: role.max_session_seconds ?? SESSION_SECONDS_DEFAULT,
    tags: identity?.attached.tags ?? new Map<string, string>(),
  };
}
