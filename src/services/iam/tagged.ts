/** What tags hang on: users, roles, customer managed policies and identity providers, each found in its own way. */
import type { Fault } from '../../base/errors.ts';
import type { Unit } from '../../base/unit.ts';
import { entityResource, type Resource } from './asks.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import { BY_ROLE, BY_USER, type NamedBy } from './named-by.ts';

export interface Tagged {
  readonly resourceId: string;
  /** Says that something changed which hangs on it; in each unit that writes its tags. */
  change(unit: Unit): void;
}

interface Found {
  readonly resource: Resource;
  readonly tagged: Tagged | undefined;
}

/** How a request names one of a kind. */
export interface TaggedKind<Naming> {
  /** As quotas call it: `TagsPerUser`. */
  readonly quota: string;
  find(iam: Iam, account: string, input: Naming): Promise<Found>;
  missing(input: Naming): Fault;
}

const entities = <Member>(quota: string, { kind, nameIn }: NamedBy<Member>): TaggedKind<Member> => ({
  quota,
  async find(iam, account, input) {
    const name = nameIn(input);
    const entity = await iam.entities.find(account, kind, name);
    const resource = entityResource(iam, account, kind, name, entity);
    return { resource, tagged: entity && { resourceId: entity.id, change: (unit) => iam.entities.change(unit, entity) } };
  },
  missing: (input) => faults.notFound(kind, nameIn(input)),
});

export const USERS = entities('TagsPerUser', BY_USER);
export const ROLES = entities('TagsPerRole', BY_ROLE);

export const POLICIES: TaggedKind<{ PolicyArn: string }> = {
  quota: 'TagsPerPolicy',
  async find(iam, account, { PolicyArn: arn }) {
    const policy = await iam.managed.find(arn);
    if (policy?.account !== account) return { resource: { arn }, tagged: undefined };
    const tagged = { resourceId: policy.id, change: (unit: Unit) => iam.managed.change(unit, policy) };
    return { resource: { arn, tagged: policy.id }, tagged };
  },
  missing: ({ PolicyArn }) => faults.policyNotFound(PolicyArn),
};

export const OIDC_PROVIDERS: TaggedKind<{ OpenIDConnectProviderArn: string }> = {
  quota: 'TagsPerOpenIDConnectProvider',
  async find(iam, account, { OpenIDConnectProviderArn: arn }) {
    const provider = await iam.oidcProviders.findByArn(arn);
    if (provider?.account !== account) return { resource: { arn }, tagged: undefined };
    const tagged = { resourceId: arn, change: (unit: Unit) => iam.oidcProviders.change(unit, provider) };
    return { resource: { arn, tagged: arn }, tagged };
  },
  missing: ({ OpenIDConnectProviderArn }) => faults.oidcProviderNotFound(OpenIDConnectProviderArn),
};
