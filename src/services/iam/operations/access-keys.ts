/** Access keys of users. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type AccessKeysOperations =
  | 'CreateAccessKey'
  | 'ListAccessKeys'
  | 'UpdateAccessKey'
  | 'DeleteAccessKey'
  | 'GetAccessKeyLastUsed';

export const accessKeys = (iam: Iam): Family<AccessKeysOperations> => ({
  CreateAccessKey: later(iam, 'CreateAccessKey'),
  ListAccessKeys: later(iam, 'ListAccessKeys'),
  UpdateAccessKey: later(iam, 'UpdateAccessKey'),
  DeleteAccessKey: later(iam, 'DeleteAccessKey'),
  GetAccessKeyLastUsed: later(iam, 'GetAccessKeyLastUsed'),
});
