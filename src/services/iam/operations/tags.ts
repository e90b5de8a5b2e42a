/** Tags of users, roles, managed policies and identity providers. */
import type { Operation, RequestContext, Resolved } from '../../../base/operation.ts';
import { type ConditionedInput, iamAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Family, Iam } from '../iam.ts';
import type { PageRequest } from '../pages.ts';
import { TAGS_PER_RESOURCE } from '../quotas.ts';
import { OIDC_PROVIDERS, POLICIES, ROLES, type Tagged, type TaggedKind, USERS } from '../tagged.ts';
import { checkTagKeys, checkTags, deleteTags, insertTags, tagKey, tagsOf } from '../tags.ts';
import type { Tag } from '../types.ts';

type TagsOperations =
  | 'TagUser'
  | 'UntagUser'
  | 'ListUserTags'
  | 'TagRole'
  | 'UntagRole'
  | 'ListRoleTags'
  | 'TagPolicy'
  | 'UntagPolicy'
  | 'ListPolicyTags'
  | 'TagOpenIDConnectProvider'
  | 'UntagOpenIDConnectProvider'
  | 'ListOpenIDConnectProviderTags';

export const tags = (iam: Iam): Family<TagsOperations> => ({
  TagUser: tag(iam, 'TagUser', USERS),
  UntagUser: untag(iam, 'UntagUser', USERS),
  ListUserTags: list(iam, 'ListUserTags', USERS),
  TagRole: tag(iam, 'TagRole', ROLES),
  UntagRole: untag(iam, 'UntagRole', ROLES),
  ListRoleTags: list(iam, 'ListRoleTags', ROLES),
  TagPolicy: tag(iam, 'TagPolicy', POLICIES),
  UntagPolicy: untag(iam, 'UntagPolicy', POLICIES),
  ListPolicyTags: list(iam, 'ListPolicyTags', POLICIES),
  TagOpenIDConnectProvider: tag(iam, 'TagOpenIDConnectProvider', OIDC_PROVIDERS),
  UntagOpenIDConnectProvider: untag(iam, 'UntagOpenIDConnectProvider', OIDC_PROVIDERS),
  ListOpenIDConnectProviderTags: list(iam, 'ListOpenIDConnectProviderTags', OIDC_PROVIDERS),
});

type Target = Tagged | undefined;

const resolve =
  <Input extends ConditionedInput>(iam: Iam, operation: TagsOperations, kind: TaggedKind<Input>) =>
  async (input: Input, context: RequestContext): Promise<Resolved<Target>> => {
    const { resource, tagged } = await kind.find(iam, context.caller.account, input);
    return { asks: [iamAsk(iam, operation, resource, input, context)], target: tagged };
  };

const tag = <Naming extends object>(
  iam: Iam,
  operation: TagsOperations,
  kind: TaggedKind<Naming>,
): Operation<Naming & { readonly Tags: readonly Tag[] }, void, Target> => ({
  resolve: resolve(iam, operation, kind),
  async run(input, { target, unit }) {
    if (!target) throw kind.missing(input);
    checkTags(input.Tags);
    const present = await tagsOf(iam, target.resourceId);
    const keys = new Set([...present, ...input.Tags].map(({ Key }) => tagKey(Key)));
    if (keys.size > TAGS_PER_RESOURCE) throw faults.overQuota(kind.quota, TAGS_PER_RESOURCE);
    insertTags(iam, unit, target.resourceId, input.Tags);
    target.change(unit);
  },
});

/** A tag that is not there is no mistake. */
const untag = <Naming extends object>(
  iam: Iam,
  operation: TagsOperations,
  kind: TaggedKind<Naming>,
): Operation<Naming & { readonly TagKeys: readonly string[] }, void, Target> => ({
  resolve: resolve(iam, operation, kind),
  async run(input, { target, unit }) {
    if (!target) throw kind.missing(input);
    checkTagKeys(input.TagKeys);
    const unwanted = new Set(input.TagKeys.map(tagKey));
    const present = (await tagsOf(iam, target.resourceId)).map(({ Key }) => Key);
    const gone = present.filter((key) => unwanted.has(tagKey(key)));
    if (gone.length === 0) return;
    deleteTags(iam, unit, target.resourceId, gone);
    target.change(unit);
  },
});

interface TagList {
  readonly Tags: readonly Tag[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/** Pages go by place: a marker, as AWS bounds it, has no room for the longest keys. */
const list = <Naming extends object>(
  iam: Iam,
  operation: TagsOperations,
  kind: TaggedKind<Naming>,
): Operation<Naming & PageRequest, TagList, Target> => ({
  resolve: resolve(iam, operation, kind),
  async run(input, { target }) {
    if (!target) throw kind.missing(input);
    const all = (await tagsOf(iam, target.resourceId)).map((tag, at) => ({ tag, place: String(at).padStart(2, '0') }));
    const { items, ...rest } = await iam.pages.ofAll(input, ['tags', target.resourceId], ({ place }) => place, all);
    return { Tags: items.map(({ tag }) => tag), ...rest };
  },
});
