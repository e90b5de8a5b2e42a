/** Users: made, changed, found and deleted. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type UsersOperations =
  | 'CreateUser'
  | 'GetUser'
  | 'ListUsers'
  | 'UpdateUser'
  | 'DeleteUser';

export const users = (iam: Iam): Family<UsersOperations> => ({
  CreateUser: later(iam, 'CreateUser'),
  GetUser: later(iam, 'GetUser'),
  ListUsers: later(iam, 'ListUsers'),
  UpdateUser: later(iam, 'UpdateUser'),
  DeleteUser: later(iam, 'DeleteUser'),
});
