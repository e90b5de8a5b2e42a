/** The account as a whole. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type AccountOperations =
  | 'GetAccountSummary'
  | 'GetAccountAuthorizationDetails'
  | 'CreateAccountAlias'
  | 'DeleteAccountAlias'
  | 'ListAccountAliases';

export const account = (iam: Iam): Family<AccountOperations> => ({
  GetAccountSummary: later(iam, 'GetAccountSummary'),
  GetAccountAuthorizationDetails: later(iam, 'GetAccountAuthorizationDetails'),
  CreateAccountAlias: later(iam, 'CreateAccountAlias'),
  DeleteAccountAlias: later(iam, 'DeleteAccountAlias'),
  ListAccountAliases: later(iam, 'ListAccountAliases'),
});
