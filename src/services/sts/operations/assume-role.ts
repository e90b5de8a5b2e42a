/** The session of a role, for a user, or for a session that has another role. */
import type { RequestContext } from '../../../base/operation.ts';
import { accountOfRole, assume, type Assumption, assumptionAsks } from '../assumption.ts';
import { checkSession, refuseMfa } from '../callers.ts';
import * as faults from '../faults.ts';
import { requestedTags, sourceIdentityOf, withInherited } from '../session-tags.ts';
import type { Op, Sts } from '../sts.ts';
import type { AssumeRoleRequest } from '../types.ts';

export const assumeRole = (sts: Sts): Op<'AssumeRole', Assumption> => ({
  async resolve(input, context) {
    const target = await assumptionOf(sts, input, context);
    return { asks: assumptionAsks(target), target };
  },
  run: (input, call) => assume(sts, call.target, input, call),
});

async function assumptionOf(sts: Sts, input: AssumeRoleRequest, { caller }: RequestContext): Promise<Assumption> {
  if (caller.principal.type === 'root') throw faults.notForRoot();
  checkSession(caller, 'AssumeRole');
  refuseMfa(input);
  if (input.ProvidedContexts) throw faults.unsupported('ProvidedContexts', 'there are no context providers.');
  const account = accountOfRole(input.RoleArn);
  const requested = requestedTags(input.Tags, input.TransitiveTagKeys);
  return {
    by: 'AssumeRole',
    roleArn: input.RoleArn,
    account,
    role: await sts.directory.role(input.RoleArn),
    sessionName: input.RoleSessionName,
    requested,
    tags: withInherited(requested, caller),
    sourceIdentity: sourceIdentityOf(input.SourceIdentity, caller),
    externalId: input.ExternalId,
  };
}
