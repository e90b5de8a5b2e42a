/** What must be gone before a user, group or role can be deleted. */
import type { Entity } from './entities.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';

/** @throws Fault DeleteConflictException */
export async function requireUnused(iam: Iam, entity: Entity): Promise<void> {
  const { id, kind } = entity;
  const { db } = iam.store;
  const member = kind === 'group' ? 'group_id' : 'user_id';
  const memberships = db.selectFrom('iam_memberships').select('group_id').where(member, '=', id);
  if (await memberships.executeTakeFirst()) throw faults.inUse('must remove users from group first.');
  const attachments = db.selectFrom('iam_attachments').select('policy_arn').where('entity_id', '=', id);
  if (await attachments.executeTakeFirst()) throw faults.inUse('must detach all policies first.');
  const inline = db.selectFrom('iam_inline_policies').select('name').where('entity_id', '=', id);
  if (await inline.executeTakeFirst()) throw faults.inUse('must delete policies first.');
  if ((await iam.accessKeys.ofUser(entity)).length > 0) throw faults.inUse('must delete access keys first.');
}
