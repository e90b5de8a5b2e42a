/** Managed policies on users, groups and roles. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type AttachmentsOperations =
  | 'AttachUserPolicy'
  | 'DetachUserPolicy'
  | 'AttachGroupPolicy'
  | 'DetachGroupPolicy'
  | 'AttachRolePolicy'
  | 'DetachRolePolicy'
  | 'ListAttachedUserPolicies'
  | 'ListAttachedGroupPolicies'
  | 'ListAttachedRolePolicies'
  | 'ListEntitiesForPolicy';

export const attachments = (iam: Iam): Family<AttachmentsOperations> => ({
  AttachUserPolicy: later(iam, 'AttachUserPolicy'),
  DetachUserPolicy: later(iam, 'DetachUserPolicy'),
  AttachGroupPolicy: later(iam, 'AttachGroupPolicy'),
  DetachGroupPolicy: later(iam, 'DetachGroupPolicy'),
  AttachRolePolicy: later(iam, 'AttachRolePolicy'),
  DetachRolePolicy: later(iam, 'DetachRolePolicy'),
  ListAttachedUserPolicies: later(iam, 'ListAttachedUserPolicies'),
  ListAttachedGroupPolicies: later(iam, 'ListAttachedGroupPolicies'),
  ListAttachedRolePolicies: later(iam, 'ListAttachedRolePolicies'),
  ListEntitiesForPolicy: later(iam, 'ListEntitiesForPolicy'),
});
