/** The account as a whole. */
import { resolveAccount } from '../asks.ts';
import { describeItems, type DetailKind, listItems } from '../authorization-details.ts';
import { summaryOf } from '../account-summary.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';

type AccountOperations =
  | 'GetAccountSummary'
  | 'GetAccountAuthorizationDetails'
  | 'CreateAccountAlias'
  | 'DeleteAccountAlias'
  | 'ListAccountAliases';

export const account = (iam: Iam): Family<AccountOperations> => ({
  GetAccountSummary: getAccountSummary(iam),
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails(iam),
  CreateAccountAlias: createAccountAlias(iam),
  DeleteAccountAlias: deleteAccountAlias(iam),
  ListAccountAliases: listAccountAliases(iam),
});

const getAccountSummary = (iam: Iam): Op<'GetAccountSummary', undefined> => ({
  resolve: (_input, context) => resolveAccount(iam, 'GetAccountSummary', {}, context),
  run: async (_input, { caller }) => ({ SummaryMap: await summaryOf(iam, caller.account) }),
});

const EVERYTHING: readonly DetailKind[] = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'];

const getAccountAuthorizationDetails = (iam: Iam): Op<'GetAccountAuthorizationDetails', undefined> => ({
  resolve: (input, context) => resolveAccount(iam, 'GetAccountAuthorizationDetails', input, context),
  async run(input, { caller }) {
    const { account } = caller;
    const wanted = input.Filter?.length ? input.Filter : EVERYTHING;
    const scope = ['GetAccountAuthorizationDetails', account, ...[...new Set(wanted)].sort()];
    const fetch = (lastKey: string, count: number) => listItems(iam, account, wanted, lastKey, count);
    const { items, ...page } = await iam.pages.list(input, scope, ({ key }) => key, fetch);
    return { ...(await describeItems(iam, account, items)), ...page };
  },
});

/** Takes the place of the alias that the account has. */
const createAccountAlias = (iam: Iam): Op<'CreateAccountAlias', undefined> => ({
  resolve: (input, context) => resolveAccount(iam, 'CreateAccountAlias', input, context),
  async run({ AccountAlias }, { caller, unit, now }) {
    if (await iam.accounts.byAlias(AccountAlias)) throw faults.aliasExists(AccountAlias);
    iam.accounts.setAlias(unit, caller.account, AccountAlias, now);
  },
});

const deleteAccountAlias = (iam: Iam): Op<'DeleteAccountAlias', undefined> => ({
  resolve: (input, context) => resolveAccount(iam, 'DeleteAccountAlias', input, context),
  async run({ AccountAlias }, { caller, unit, now }) {
    const owner = await iam.accounts.byAlias(AccountAlias);
    if (owner !== caller.account) throw faults.aliasNotFound(AccountAlias);
    iam.accounts.setAlias(unit, caller.account, null, now);
  },
});

const listAccountAliases = (iam: Iam): Op<'ListAccountAliases', undefined> => ({
  resolve: (input, context) => resolveAccount(iam, 'ListAccountAliases', input, context),
  async run(_input, { caller }) {
    const alias = await iam.accounts.aliasOf(caller.account);
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  },
});
