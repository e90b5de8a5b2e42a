/** What the operations of the service work with, put together once at start. */
import type { Sealer } from '../../base/integrated-service.ts';
import type { Operation } from '../../base/operation.ts';
import type { Keyring } from '../../keyring/contract.ts';
import type { Store } from '../../store/contract.ts';
import { AccessKeys } from './access-keys.ts';
import { Accounts } from './accounts.ts';
import { Directory } from './directory.ts';
import { Entities, type Entity } from './entities.ts';
import { LastUsed } from './last-used.ts';
import { ManagedPolicies } from './managed-policies.ts';
import { OidcProviders } from './oidc-providers.ts';
import { Pages } from './pages.ts';
import { PolicyPrincipals } from './policy-principals.ts';
import type { IamTables } from './tables.ts';
import type { Operations } from './types.ts';

/** What the service needs of the policy engine; authz/ is behind it. */
export interface PolicyTools {
  /** Why a text cannot be a policy of that kind; `undefined` when it can. */
  problemOf(text: string, kind: 'identity' | 'trust' | 'session' | 'resource'): string | undefined;
  /** The text of a valid policy with its AWS principals replaced where they stand. */
  rewritePrincipals(text: string, replace: (principal: string) => string): string;
}

export interface Iam {
  readonly store: Store<IamTables>;
  readonly keyring: Keyring;
  /** `aws` */
  readonly partition: string;
  readonly entities: Entities;
  readonly managed: ManagedPolicies;
  readonly directory: Directory;
  readonly accessKeys: AccessKeys;
  readonly accounts: Accounts;
  readonly lastUsed: LastUsed;
  readonly oidcProviders: OidcProviders;
  readonly principals: PolicyPrincipals;
  readonly pages: Pages;
  readonly tools: PolicyTools;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target = unknown> = Operation<
  Operations[Name]['input'],
  Operations[Name]['output'],
  Target
>;

/** The operations of a family, by their names. */
export type Family<Name extends keyof Operations> = { readonly [N in Name]: Op<N> };

/**
 * @param secrets seals the secrets of access keys
 * @param anyAccount principals of accounts that are not here are taken as they are written
 */
export function createIam(
  store: Store<IamTables>,
  keyring: Keyring,
  secrets: Sealer,
  partition: string,
  tools: PolicyTools,
  anyAccount: boolean,
): Iam {
  const managed: ManagedPolicies = new ManagedPolicies(store, partition, () => directory.clear());
  const entities: Entities = new Entities(store, partition, (entity, gone) => changed(entity, gone));
  const directory = new Directory(store, entities, managed);
  const lastUsed = new LastUsed(store);
  const accessKeys = new AccessKeys(store, secrets, entities, lastUsed);
  const accounts = new Accounts(store, entities, accessKeys, partition);
  const changed = ({ kind, id }: Entity, gone: boolean): void => {
    if (gone) lastUsed.forget(id);
    if (kind === 'group') directory.clear();
    else directory.forget(id);
  };
  return {
    store,
    keyring,
    partition,
    entities,
    managed,
    directory,
    accessKeys,
    accounts,
    lastUsed,
    oidcProviders: new OidcProviders(store, partition),
    principals: new PolicyPrincipals({ directory, entities, accounts, rewrite: tools.rewritePrincipals, anyAccount }),
    pages: new Pages(keyring.derive('iam list markers')),
    tools,
  };
}
