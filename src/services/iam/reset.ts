/**
 * What `trent reset` leaves of IAM: accounts, each with its administrator as it was made, and the access key that this
 * user got first. An account that has lost either is forgotten.
 */
import type { Unit } from '../../base/unit.ts';
import { ADMINISTRATOR } from './accounts.ts';
import type { Entity } from './entities.ts';
import type { Iam } from './iam.ts';
import type { AccessKeyRow } from './tables.ts';

const TABLES = [
  'iam_entities',
  'iam_memberships',
  'iam_access_keys',
  'iam_inline_policies',
  'iam_policies',
  'iam_policy_versions',
  'iam_attachments',
  'iam_tags',
  'iam_oidc_providers',
  'iam_last_used',
] as const;

interface Administrator {
  readonly user: Entity;
  readonly key: AccessKeyRow;
}

export async function resetIdentities(iam: Iam, unit: Unit): Promise<void> {
  const { store, directory, accessKeys, lastUsed, managed } = iam;
  const { db } = store;
  const kept = await administrators(iam);
  for (const table of TABLES) unit.write(db.deleteFrom(table));
  const accounts = kept.map(({ user }) => user.account);
  unit.write(db.deleteFrom('iam_accounts').where('account', 'not in', accounts));
  unit.write(db.updateTable('iam_accounts').set({ alias: null }));
  const policy_arn = managed.arnOf({ account: 'aws', path: '/', name: 'AdministratorAccess' });
  for (const { user, key } of kept) {
    unit.write(db.insertInto('iam_entities').values({ ...user, path: '/', boundary: null, version: user.version + 1 }));
    unit.write(db.insertInto('iam_attachments').values({ entity_id: user.id, policy_arn }));
    unit.write(db.insertInto('iam_access_keys').values({ ...key, active: 1 }));
  }
  unit.afterCommit(() => {
    directory.clear();
    accessKeys.clear();
    lastUsed.clear();
  });
}

async function administrators({ store, accessKeys }: Iam): Promise<Administrator[]> {
  const rows = store.db.selectFrom('iam_entities').selectAll().where('kind', '=', 'user').where('name', '=', ADMINISTRATOR);
  const found: Administrator[] = [];
  for (const user of await rows.execute()) {
    const [key] = (await accessKeys.ofUser(user)).sort((a, b) => a.created_at - b.created_at);
    if (key) found.push({ user, key });
  }
  return found;
}
