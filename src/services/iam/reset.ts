/** What `trent reset` leaves of IAM: the accounts, with their administrators and those users' access keys. */
import type { Unit } from '../../base/unit.ts';
import { ADMINISTRATOR } from './accounts.ts';
import type { Iam } from './iam.ts';

export function resetIdentities({ store: { db }, directory, accessKeys, lastUsed }: Iam, unit: Unit): void {
  const kept = db.selectFrom('iam_entities').select('id').where('kind', '=', 'user').where('name', '=', ADMINISTRATOR);
  unit.write(db.deleteFrom('iam_access_keys').where('user_id', 'not in', kept));
  unit.write(db.deleteFrom('iam_attachments').where('entity_id', 'not in', kept));
  for (const table of ['iam_memberships', 'iam_inline_policies', 'iam_policies', 'iam_policy_versions'] as const) {
    unit.write(db.deleteFrom(table));
  }
  for (const table of ['iam_tags', 'iam_oidc_providers', 'iam_last_used'] as const) unit.write(db.deleteFrom(table));
  unit.write(db.deleteFrom('iam_entities').where('id', 'not in', kept));
  unit.write(db.updateTable('iam_entities').set((entity) => ({ boundary: null, version: entity('version', '+', 1) })));
  unit.afterCommit(() => {
    directory.clear();
    accessKeys.clear();
    lastUsed.clear();
  });
}
