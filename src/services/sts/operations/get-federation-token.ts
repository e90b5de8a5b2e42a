/** Temporary credentials for somebody who has no identity in the account: the caller's permissions, narrowed. */
import type { Principal } from '../../../base/caller.ts';
import type { Ask, RequestContext } from '../../../base/operation.ts';
import { checkSession } from '../callers.ts';
import { longTermSeconds } from '../durations.ts';
import { issue } from '../issue.ts';
import { sessionPolicies } from '../session-policies.ts';
import { requestedTags, type TagSet } from '../session-tags.ts';
import type { Op, Sts } from '../sts.ts';

interface Target {
  readonly principal: Principal;
  readonly tags: TagSet;
}

export const getFederationToken = (sts: Sts): Op<'GetFederationToken', Target> => ({
  resolve(input, context) {
    checkSession(context.caller, 'GetFederationToken');
    const target = { principal: federatedUser(sts, input.Name, context), tags: requestedTags(input.Tags) };
    return { asks: asksOf(target), target };
  },
  async run(input, { caller, now, target }) {
    const { principal, tags } = target;
    const policies = await sessionPolicies(sts, caller.account, input);
    const seconds = longTermSeconds(input.DurationSeconds, caller.principal);
    const minimumTokenSize = input.MinimumSessionTokenSize;
    return {
      ...issue(sts, { principal, by: 'GetFederationToken', now, seconds, policies, tags, minimumTokenSize }),
      FederatedUser: { FederatedUserId: principal.principalId, Arn: principal.arn },
    };
  },
});

function federatedUser({ directory }: Sts, name: string, { caller }: RequestContext): Principal {
  const { account, origin } = caller.principal;
  const arn = `arn:${directory.partition}:sts::${account}:federated-user/${name}`;
  return { type: 'federated-user', account, arn, principalId: `${account}:${name}`, origin };
}

function asksOf({ principal, tags: { tags } }: Target): Ask[] {
  const values = new Map<string, string | readonly string[]>([['aws:tagkeys', tags.map(({ key }) => key)]]);
  for (const { key, value } of tags) values.set(`aws:requesttag/${key.toLowerCase()}`, value);
  const actions = tags.length > 0 ? ['sts:GetFederationToken', 'sts:TagSession'] : ['sts:GetFederationToken'];
  const { arn: resource, account } = principal;
  const context = { value: (key: string) => values.get(key) };
  return actions.map((action) => ({ action, resource, account, rule: 'identity', context }));
}
