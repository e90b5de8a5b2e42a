/** The session of a role, for somebody whom an OpenID Connect provider knows. Needs no signature. */
import type { RequestContext } from '../../../base/operation.ts';
import { accountOfRole, assume, type Assumption, assumptionAsks } from '../assumption.ts';
import * as faults from '../faults.ts';
import type { Op, Sts } from '../sts.ts';
import type { AssumeRoleWithWebIdentityRequest } from '../types.ts';
import { type WebIdentity, webIdentityOf } from '../web-identity.ts';

interface Target extends Assumption {
  readonly identity: WebIdentity;
}

export const assumeRoleWithWebIdentity = (sts: Sts): Op<'AssumeRoleWithWebIdentity', Target> => ({
  async resolve(input, context) {
    const target = await assumptionOf(sts, input, context);
    return { asks: assumptionAsks(target), target };
  },
  async run(input, call) {
    const { identity } = call.target;
    return {
      ...(await assume(sts, call.target, input, call)),
      SubjectFromWebIdentityToken: identity.subject,
      Provider: identity.provider.arn,
      Audience: identity.audience,
    };
  },
});

async function assumptionOf(sts: Sts, input: AssumeRoleWithWebIdentityRequest, { now }: RequestContext): Promise<Target> {
  if (input.ProviderId !== undefined) {
    throw faults.unsupported('ProviderId', 'it is for OAuth 2.0 access tokens of providers that AWS knows itself.');
  }
  const account = accountOfRole(input.RoleArn);
  const identity = await webIdentityOf(sts, account, input.WebIdentityToken, now);
  return {
    by: 'AssumeRoleWithWebIdentity',
    roleArn: input.RoleArn,
    account,
    role: await sts.directory.role(input.RoleArn),
    sessionName: input.RoleSessionName,
    requested: identity.tags,
    tags: identity.tags,
    sourceIdentity: identity.sourceIdentity,
    provider: identity.provider.arn,
    claims: identity.conditions,
    identity,
  };
}
