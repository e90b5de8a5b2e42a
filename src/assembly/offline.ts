/** For commands while no server runs on a data directory or database. */
import { systemClock } from '../base/clock.ts';
import type { AccountCredentials, AuditEvidence, OwnedKeyReport, TrentConfig } from '../config.ts';
import type { Accounts } from '../services/iam/accounts.ts';
import { auditDirectory, auditEvidence } from './trail.ts';
import { openVault, rotateRootKey } from './vault.ts';

export interface Offline {
  /** Of the server's own account, or the one named. */
  credentials(account?: string): Promise<AccountCredentials>;
  createAccount(account: string): Promise<AccountCredentials>;
  rotateRootKey(source: string): Promise<void>;
  ownedKeys(): OwnedKeyReport;
  /** @param directory as `AuditConfig.directory` */
  auditEvidence(directory: string | undefined): Promise<AuditEvidence>;
  close(): Promise<void>;
}

/** @throws UsageError when a server holds the data, or the root key is not the right one */
export async function openOffline(location: TrentConfig['location'], rootKey: string | undefined): Promise<Offline> {
  const vault = await openVault({ location, rootKey, region: 'us-east-1' }, systemClock);
  return {
    credentials: async (account) => credentialsOf(vault.accounts, account ?? (await vault.accounts.oldest())),
    createAccount: (account) => createAccount(vault.accounts, account, systemClock.now()),
    rotateRootKey: (source) => rotateRootKey(vault, source),
    ownedKeys: () => ({ keys: vault.ownedKeys.list(), now: systemClock.now() }),
    auditEvidence: (directory) => auditEvidence(auditDirectory({ location, audit: { directory } })!, location, vault),
    close: () => vault.store.close(),
  };
}

export async function credentialsOf(accounts: Accounts, account: string): Promise<AccountCredentials> {
  return { account, ...(await accounts.administrator(account)) };
}

export async function createAccount(accounts: Accounts, account: string, now: number): Promise<AccountCredentials> {
  return { account, ...(await accounts.create(account, now)) };
}
