/** Tags of users, roles, managed policies and identity providers. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

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
  TagUser: later(iam, 'TagUser'),
  UntagUser: later(iam, 'UntagUser'),
  ListUserTags: later(iam, 'ListUserTags'),
  TagRole: later(iam, 'TagRole'),
  UntagRole: later(iam, 'UntagRole'),
  ListRoleTags: later(iam, 'ListRoleTags'),
  TagPolicy: later(iam, 'TagPolicy'),
  UntagPolicy: later(iam, 'UntagPolicy'),
  ListPolicyTags: later(iam, 'ListPolicyTags'),
  TagOpenIDConnectProvider: later(iam, 'TagOpenIDConnectProvider'),
  UntagOpenIDConnectProvider: later(iam, 'UntagOpenIDConnectProvider'),
  ListOpenIDConnectProviderTags: later(iam, 'ListOpenIDConnectProviderTags'),
});
