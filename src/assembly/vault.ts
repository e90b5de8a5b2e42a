/** Store, keyring and the services' own keys, open, with the accounts: all that the offline commands need, and where a server begins. */
import { deliveryMigrations } from '../audit/delivery/migrations.ts';
import { indexMigrations } from '../audit/index/tables.ts';
import { auditMigrations } from '../audit/journal/migrations.ts';
import { problemOf } from '../authz/problem.ts';
import { rewritePrincipals } from '../authz/rewrite-principals.ts';
import { partitionOf } from '../base/arn.ts';
import type { Clock } from '../base/clock.ts';
import type { TrentConfig } from '../config.ts';
import type { Keyring, RootKeySource } from '../keyring/contract.ts';
import { keyringMigrations } from '../keyring/migrations.ts';
import { openKeyring } from '../keyring/open.ts';
import { memoryRootKey } from '../keyring/root-keys/memory.ts';
import { parseNextRootKeySource, parseRootKeySource } from '../keyring/root-keys/parse.ts';
import type { Accounts } from '../services/iam/accounts.ts';
import { cloudTrailMigrations } from '../services/cloudtrail/migrations.ts';
import { createIam, type Iam } from '../services/iam/iam.ts';
import { iamMigrations } from '../services/iam/migrations.ts';
import type { IamTables } from '../services/iam/tables.ts';
import { INTEGRATED_SERVICES, SERVICE_MODULES } from '../services/integrated-services.ts';
import { type KeyCore, keyCore } from '../services/kms/kms.ts';
import { kmsMigrations } from '../services/kms/migrations.ts';
import { OwnedKeys } from '../services/kms/owned-keys.ts';
import type { KmsTables } from '../services/kms/tables.ts';
import type { Store } from '../store/contract.ts';
import type { Migrations } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';

export interface Vault {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly keys: KeyCore;
  readonly ownedKeys: OwnedKeys;
  readonly iam: Iam;
  readonly accounts: Accounts;
  readonly dataDir: string;
  /** The source in use; another after a rotation. */
  rootKey: RootKeySource;
}

export type VaultConfig = Pick<TrentConfig, 'location' | 'rootKey' | 'region'> & Partial<Pick<TrentConfig, 'auth'>>;

/** Of all rooms together: a line each. */
export const MIGRATIONS: Migrations = {
  ...keyringMigrations,
  ...auditMigrations,
  ...cloudTrailMigrations,
  ...deliveryMigrations,
  ...iamMigrations,
  ...kmsMigrations,
  ...Object.fromEntries(SERVICE_MODULES.flatMap(({ migrations }) => Object.entries(migrations))),
};

export async function openVault(config: VaultConfig, clock: Clock): Promise<Vault> {
  const { location } = config;
  const store = await openStore(location, 'databaseUrl' in location ? { ...MIGRATIONS, ...indexMigrations } : MIGRATIONS);
  const dataDir = 'data' in location ? location.data : './trent-data';
  try {
    const inMemory = 'data' in location && location.data === ':memory:' && config.rootKey === undefined;
    const rootKey = inMemory ? memoryRootKey() : parseRootKeySource(config.rootKey ?? '', dataDir);
    const keyring = await openKeyring(store, rootKey, clock);
    const keys = keyCore(store.tables<KmsTables>(), keyring);
    const ownedKeys = new OwnedKeys(keys, INTEGRATED_SERVICES, clock);
    await ownedKeys.open();
    const secrets = ownedKeys.sealer('iam', 'access-keys');
    const tools = { problemOf, rewritePrincipals };
    const iam = createIam(store.tables<IamTables>(), keyring, secrets, partitionOf(config.region), tools, config.auth === 'off');
    return { store, keyring, keys, ownedKeys, iam, accounts: iam.accounts, dataDir, rootKey };
  } catch (error) {
    await store.close();
    throw error;
  }
}

export async function rotateRootKey(vault: Vault, source: string): Promise<void> {
  const next = parseNextRootKeySource(source, vault.dataDir, vault.rootKey);
  await vault.keyring.rotateRootKey(next);
  vault.rootKey = next;
}
