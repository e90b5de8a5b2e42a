/** The wiring: config -> store -> keyring -> services -> spine -> listener. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { noTrail } from './audit/trail.ts';
import { Authority } from './authz/authorise.ts';
import { contextKeysOf } from './authz/context-keys.ts';
import { problemOf } from './authz/problem.ts';
import { rewritePrincipals } from './authz/rewrite-principals.ts';
import { simulate } from './authz/simulate.ts';
import { statementPositions } from './authz/statement-positions.ts';
import { anonymousCaller, isUnsigned } from './authn/anonymous.ts';
import { Authenticator } from './authn/authenticate.ts';
import type { CredentialSource } from './authn/contract.ts';
import { callerWithoutSignature } from './authn/emulator.ts';
import { partitionOf } from './base/arn.ts';
import type { Caller } from './base/caller.ts';
import { type Clock, ManualClock, systemClock, DAY_MS } from './base/clock.ts';
import { UsageError } from './base/errors.ts';
import { Unit } from './base/unit.ts';
import type { AccountCredentials, Trent, TrentConfig } from './config.ts';
import { randomUuid } from './crypto/random.ts';
import { selfSignedCertificate } from './crypto/signing-certificate.ts';
import { type RunningServer, startServer } from './http/server.ts';
import type { Keyring, RootKeySource } from './keyring/contract.ts';
import { openKeyring } from './keyring/open.ts';
import { keyringMigrations } from './keyring/migrations.ts';
import { memoryRootKey } from './keyring/root-keys/memory.ts';
import { parseNextRootKeySource, parseRootKeySource } from './keyring/root-keys/parse.ts';
import { encodeFault } from './protocol/codecs/json.ts';
import { frontEndFault } from './protocol/faults.ts';
import { Router } from './protocol/route.ts';
import { Spine, type SpineParts } from './request.ts';
import type { Accounts } from './services/iam/accounts.ts';
import { createIam, type Iam } from './services/iam/iam.ts';
import { iamMigrations } from './services/iam/migrations.ts';
import { resetIdentities } from './services/iam/reset.ts';
import { seedIdentities } from './services/iam/seed.ts';
import { iamService } from './services/iam/service.ts';
import type { SimulatorTools } from './services/iam/simulator.ts';
import { stsDirectory } from './services/iam/sts-directory.ts';
import type { IamTables } from './services/iam/tables.ts';
import { Jobs } from './services/kms/jobs.ts';
import { createKms, type Kms } from './services/kms/kms.ts';
import { kmsMigrations } from './services/kms/migrations.ts';
import type { PolicyGuard } from './services/kms/policy.ts';
import { seedKeys } from './services/kms/seed.ts';
import { kmsService } from './services/kms/service.ts';
import { simulatedKey } from './services/kms/simulation.ts';
import type { KmsTables } from './services/kms/tables.ts';
import { isSessionKeyId } from './services/sts/access-key-ids.ts';
import { stsService } from './services/sts/service.ts';
import { createSts, type Sts } from './services/sts/sts.ts';
import type { Store } from './store/contract.ts';
import { openStore } from './store/open.ts';

type Report = (error: unknown, requestId?: string) => void;

const reportToStderr: Report = (error, requestId) => {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`trent: ${requestId === undefined ? '' : `request ${requestId}: `}${detail}\n`);
};

/** Store and keyring, open, with the accounts: all that the offline commands need. */
interface Vault {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly iam: Iam;
  readonly accounts: Accounts;
  readonly dataDir: string;
  /** The source in use; another after a rotation. */
  rootKey: RootKeySource;
}

type VaultConfig = Pick<TrentConfig, 'location' | 'rootKey' | 'region'> & Partial<Pick<TrentConfig, 'auth'>>;

async function openVault(config: VaultConfig, clock: Clock): Promise<Vault> {
  const { location } = config;
  const store = await openStore(location, { ...keyringMigrations, ...iamMigrations, ...kmsMigrations });
  const dataDir = 'data' in location ? location.data : './trent-data';
  try {
    const inMemory = 'data' in location && location.data === ':memory:' && config.rootKey === undefined;
    const rootKey = inMemory ? memoryRootKey() : parseRootKeySource(config.rootKey ?? '', dataDir);
    const keyring = await openKeyring(store, rootKey, clock);
    const tools = { problemOf, rewritePrincipals };
    const iam = createIam(store.tables<IamTables>(), keyring, partitionOf(config.region), tools, config.auth === 'off');
    return { store, keyring, iam, accounts: iam.accounts, dataDir, rootKey };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function rotateRootKey(vault: Vault, source: string): Promise<void> {
  const next = parseNextRootKeySource(source, vault.dataDir, vault.rootKey);
  await vault.keyring.rotateRootKey(next);
  vault.rootKey = next;
}

/** @throws UsageError for everything that the person who started it can put right */
export async function startTrent(config: TrentConfig, report: Report = reportToStderr): Promise<Trent> {
  const clock = config.clock === 'manual' ? new ManualClock(systemClock.now()) : systemClock;
  const vault = await openVault(config, clock);
  try {
    const authority = new Authority({ attachedTo: (caller) => vault.iam.directory.attachedTo(caller) });
    const guard: PolicyGuard = {
      problemOf: (text) => problemOf(text, 'resource'),
      mayPutKeyPolicy: (context, key, policy) => authority.mayPutKeyPolicy(context, key, policy),
      stored: (text) => vault.iam.principals.stored(text),
      shown: (text) => vault.iam.principals.shown(text),
      storedPrincipal: (principal) => vault.iam.principals.storedOne(principal),
      shownPrincipal: (principal) => vault.iam.principals.shownOne(principal),
    };
    const kms = createKms(vault.store.tables<KmsTables>(), vault.keyring, clock, guard);
    await populate(config, vault.iam, kms, clock.now());
    await kms.lifecycle.runDue(report);
    const server = await listen(config, vault, kms, authority, clock, report);
    const jobs = new Jobs(kms, [kms.lastUsage, vault.iam.lastUsed], report);
    jobs.start();
    return new RunningTrent({ config, vault, kms, clock, server, jobs, report });
  } catch (error) {
    await vault.store.close();
    throw error;
  }
}

async function populate(config: TrentConfig, iam: Iam, kms: Kms, now: number): Promise<void> {
  const { accounts } = iam;
  const seeded = config.seed?.accounts ?? [];
  const own = seeded.find(({ id }) => id === config.account) ?? { id: config.account, administrator: undefined };
  // The server's own account is the oldest: that is how it is known again.
  if (!(await accounts.exists(own.id))) await accounts.create(own.id, now, own.administrator);
  for (const { id, administrator } of seeded) {
    if (!(await accounts.exists(id))) await accounts.create(id, now + 1, administrator);
  }
  await seedIdentities(iam, seeded, now);
  if (config.seed) await seedKeys(kms, config.seed, now);
}

async function listen(
  config: TrentConfig,
  vault: Vault,
  kms: Kms,
  authority: Authority,
  clock: Clock,
  report: Report,
): Promise<RunningServer> {
  const { iam, store } = vault;
  const sts = createSts({
    directory: stsDirectory(iam),
    keyring: vault.keyring,
    clock,
    problemOf: (text) => problemOf(text, 'session'),
    keySets: config.oidcKeys ?? [],
  });
  const spine = new Spine({
    router: new Router([kmsService(kms), iamService(iam, simulatorTools(kms)), stsService(sts)]),
    authenticate: authenticationOf(config, iam, sts, clock),
    noteUse: (caller, service, now) => noteUse(iam, caller, service, now),
    authority,
    trail: noTrail((unit) => store.commit(unit)),
    clock,
    report,
  });
  return startServer({
    host: config.host,
    port: config.port,
    tls: await tlsIdentity(config, clock, certificateFile(config)),
    clock,
    handle: spine.handle,
    bodyLimit: spine.bodyLimit,
    newRequestId: randomUuid,
    reject: (problem) => encodeFault(frontEndFault(problem)),
    onError: report,
  });
}

/** Who sends a request: by its signature, by what it says of itself (`--auth off`), or nobody where that will do. */
function authenticationOf(config: TrentConfig, iam: Iam, { sessions }: Sts, clock: Clock): SpineParts['authenticate'] {
  const { accessKeys } = iam;
  const credentials: CredentialSource = {
    find: (id, token) => (token !== undefined && isSessionKeyId(id) ? sessions.find(id, token) : accessKeys.find(id)),
  };
  const authenticator = new Authenticator({ credentials, clock });
  accessKeys.whenForgotten((accessKeyId) => authenticator.forget(accessKeyId));
  const emulator = { defaultAccount: config.account, defaultRegion: config.region, credentials, clock };
  return (request, route) => {
    if (route.takesUnsigned && isUnsigned(request) && route.takesUnsigned(request)) return anonymousCaller(config.region);
    if (config.auth === 'off') return callerWithoutSignature(request, emulator);
    return authenticator.authenticate(request, route.service, route.clockWindowMs);
  };
}

const simulatorTools = (kms: Kms): SimulatorTools => ({
  contextKeysOf,
  statementPositions,
  simulate,
  findKey: (arn, action, context) => simulatedKey(kms, arn, action, context),
});

/** Last uses are known of users' access keys, and of roles. */
function noteUse({ lastUsed }: Iam, { principal, session, accessKeyId, region }: Caller, service: string, now: number): void {
  if (principal.type === 'role-session') lastUsed.note(principal.origin.id, now, region, service);
  else if (principal.type === 'user' && !session) lastUsed.note(accessKeyId, now, region, service);
}

const SELF_SIGNED_DAYS = 365;

/** Where clients find a self-signed certificate to trust. */
function certificateFile({ tls, location }: TrentConfig): string | undefined {
  const kept = 'data' in location && location.data !== ':memory:';
  return tls === 'self-signed' && kept ? resolve(location.data, 'tls-cert.pem') : undefined;
}

async function tlsIdentity(
  { tls, host }: TrentConfig,
  clock: Clock,
  certFile: string | undefined,
): Promise<{ key: string; cert: string } | undefined> {
  if (tls === undefined) return undefined;
  if (tls === 'self-signed') {
    const now = clock.now();
    const names = [...new Set([host, 'localhost', '127.0.0.1'])];
    const identity = await selfSignedCertificate(names, now - DAY_MS, now + SELF_SIGNED_DAYS * DAY_MS);
    if (certFile !== undefined) await writeFile(certFile, identity.cert);
    return identity;
  }
  const read = (file: string) =>
    readFile(file, 'utf8').catch((error: Error) => {
      throw new UsageError(`cannot read ${file}: ${error.message}`);
    });
  return { key: await read(tls.keyFile), cert: await read(tls.certFile) };
}

interface RunningParts {
  readonly config: TrentConfig;
  readonly vault: Vault;
  readonly kms: Kms;
  readonly clock: Clock;
  readonly server: RunningServer;
  readonly jobs: Jobs;
  readonly report: Report;
}

class RunningTrent implements Trent {
  readonly #parts: RunningParts;
  #stopped: Promise<void> | undefined;
  #advanced: Promise<unknown> = Promise.resolve();

  constructor(parts: RunningParts) {
    this.#parts = parts;
  }

  get url(): string {
    return this.#parts.server.url;
  }

  get port(): number {
    return this.#parts.server.port;
  }

  get config(): TrentConfig {
    return this.#parts.config;
  }

  get certificateFile(): string | undefined {
    return certificateFile(this.config);
  }

  credentials(account = this.config.account): Promise<AccountCredentials> {
    return credentialsOf(this.#parts.vault.accounts, account);
  }

  createAccount(account: string): Promise<AccountCredentials> {
    return createAccount(this.#parts.vault.accounts, account, this.#parts.clock.now());
  }

  /** One advance at a time, each from where the one before has ended. */
  advanceClock(milliseconds: number): Promise<number> {
    const turn = this.#advanced.then(() => this.#advance(milliseconds));
    this.#advanced = turn.catch(() => undefined);
    return turn;
  }

  /** Time stops at every moment at which something is due, so that it happens when it should. */
  async #advance(milliseconds: number): Promise<number> {
    const { clock, kms, report } = this.#parts;
    if (!(clock instanceof ManualClock) || this.config.auth !== 'off') {
      throw new UsageError('this server has no manual clock', 'start it with: trent dev --clock manual');
    }
    const target = clock.now() + milliseconds;
    for (let due = await kms.lifecycle.nextDue(); due !== undefined && due <= target; ) {
      clock.advance(Math.max(0, due - clock.now()));
      await kms.lifecycle.runDue(report);
      const next = await kms.lifecycle.nextDue();
      if (next === due) break;
      due = next;
    }
    clock.advance(target - clock.now());
    return target;
  }

  async reset(): Promise<void> {
    if (this.config.auth !== 'off') {
      throw new UsageError('only an emulator can be reset', 'start one with: trent dev');
    }
    const { kms, vault, clock } = this.#parts;
    const unit = new Unit();
    for (const table of ['kms_keys', 'kms_key_materials', 'kms_aliases', 'kms_tags', 'kms_key_usage', 'kms_grants'] as const) {
      unit.write(kms.store.db.deleteFrom(table));
    }
    await resetIdentities(vault.iam, unit);
    unit.afterCommit(() => {
      kms.keys.clear();
      kms.materials.clear();
      kms.grants.clear();
      kms.lastUsage.clear();
    });
    await vault.store.commit(unit);
    await populate(this.config, vault.iam, kms, clock.now());
  }

  rotateRootKey(source: string): Promise<void> {
    return rotateRootKey(this.#parts.vault, source);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { server, jobs, vault, kms } = this.#parts;
    await server.drain();
    await jobs.stop();
    kms.materials.clear();
    await vault.store.close();
  }
}

async function credentialsOf(accounts: Accounts, account: string): Promise<AccountCredentials> {
  return { account, ...(await accounts.administrator(account)) };
}

async function createAccount(accounts: Accounts, account: string, now: number): Promise<AccountCredentials> {
  return { account, ...(await accounts.create(account, now)) };
}

/** For commands while no server runs on a data directory or database. */
export interface Offline {
  /** Of the server's own account, or the one named. */
  credentials(account?: string): Promise<AccountCredentials>;
  createAccount(account: string): Promise<AccountCredentials>;
  rotateRootKey(source: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws UsageError when a server holds the data, or the root key is not the right one */
export async function openOffline(location: TrentConfig['location'], rootKey: string | undefined): Promise<Offline> {
  const vault = await openVault({ location, rootKey, region: 'us-east-1' }, systemClock);
  return {
    credentials: async (account) => credentialsOf(vault.accounts, account ?? (await vault.accounts.oldest())),
    createAccount: (account) => createAccount(vault.accounts, account, systemClock.now()),
    rotateRootKey: (source) => rotateRootKey(vault, source),
    close: () => vault.store.close(),
  };
}
