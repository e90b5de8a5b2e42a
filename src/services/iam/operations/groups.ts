/** Groups, and who is in them. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type GroupsOperations =
  | 'CreateGroup'
  | 'GetGroup'
  | 'ListGroups'
  | 'UpdateGroup'
  | 'DeleteGroup'
  | 'AddUserToGroup'
  | 'RemoveUserFromGroup'
  | 'ListGroupsForUser';

export const groups = (iam: Iam): Family<GroupsOperations> => ({
  CreateGroup: later(iam, 'CreateGroup'),
  GetGroup: later(iam, 'GetGroup'),
  ListGroups: later(iam, 'ListGroups'),
  UpdateGroup: later(iam, 'UpdateGroup'),
  DeleteGroup: later(iam, 'DeleteGroup'),
  AddUserToGroup: later(iam, 'AddUserToGroup'),
  RemoveUserFromGroup: later(iam, 'RemoveUserFromGroup'),
  ListGroupsForUser: later(iam, 'ListGroupsForUser'),
});
