/** A Trent without its door: what services do of and for each other, which no request from outside can. */
import { openVault, type Vault } from '../../src/assembly/vault.ts';
import { assembleServices, kmsFor, type ServicesParts } from '../../src/assembly/services.ts';
import { committerOf } from '../../src/audit/records/service-records.ts';
import type { Trail } from '../../src/audit/trail.ts';
import { Authority } from '../../src/authz/authorise.ts';
import type { AuditRecord } from '../../src/base/audit.ts';
import { type Caller, mintCaller, rootPrincipal } from '../../src/base/caller.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { IntegratedService } from '../../src/base/integrated-service.ts';
import type { KmsClient } from '../../src/base/kms-client.ts';
import type { RequestContext } from '../../src/base/operation.ts';
import type { SeedUser } from '../../src/base/seed.ts';
import type { TrentConfig } from '../../src/config.ts';
import { Router } from '../../src/protocol/route.ts';
import { Spine } from '../../src/request.ts';
import { seedIdentities } from '../../src/services/iam/seed.ts';
import { ACCOUNT, REGION } from '../support/boot.ts';

export { ACCOUNT, REGION };
export const SOURCE_ADDRESS = '203.0.113.7';

export interface Within extends AsyncDisposable {
  readonly vault: Vault;
  /** Newest last. */
  readonly records: AuditRecord[];
  kms(service: IntegratedService): KmsClient;
  /** An operation as somebody asks for it, or as a service does for him where `context` says so. */
  call(service: string, operation: string, input: object, context: RequestContext): Promise<never>;
  /** A user with one inline policy of these statements, or none. */
  user(name: string, ...statements: object[]): Promise<Caller>;
}

const NO_JOURNAL = { id: 'none', directory: '/nowhere', settled: () => Promise.reject(new Error('there is none')) };

let requests = 0;

export const requestOf = (caller: Caller, more: Partial<RequestContext> = {}): RequestContext => ({
  caller,
  requestId: `request-${++requests}`,
  eventId: `event-${requests}`,
  now: systemClock.now(),
  origin: { sourceAddress: SOURCE_ADDRESS, secure: true, userAgent: 'test', host: 'here', tls: undefined },
  ...more,
});

export const rootOf = (account: string, region = REGION): Caller =>
  mintCaller({ principal: rootPrincipal(account, 'aws'), account, region, accessKeyId: 'AKIAROOT' });

export async function within(): Promise<Within> {
  const config: TrentConfig = { host: '', port: 0, location: { data: ':memory:' }, account: ACCOUNT, region: REGION, auth: 'sigv4', clock: 'real' };
  const vault = await openVault(config, systemClock);
  for (const account of [ACCOUNT, '111122223333']) await vault.accounts.create(account, systemClock.now());
  const records: AuditRecord[] = [];
  const trail: Trail = {
    append: (made) => void records.push(...made),
    async commit(unit, made) {
      await vault.store.commit(unit);
      records.push(...made);
    },
    countUnrecorded: () => undefined,
  };
  const authority = new Authority({ attachedTo: (caller) => vault.iam.directory.attachedTo(caller) });
  const perform: Spine['call'] = (...call) => spine.call(...call);
  const parts: ServicesParts = {
    config, vault, authority, clock: systemClock, perform, commit: committerOf(trail, systemClock),
    events: { lookup: async () => undefined }, journal: NO_JOURNAL, report: () => undefined, endpoint: () => undefined,
  };
  const spine = new Spine({
    router: new Router(assembleServices(parts).definitions),
    authenticate: () => Promise.reject(new Error('there is no door')),
    noteUse: () => undefined,
    authority,
    trail,
    clock: systemClock,
    report: () => undefined,
  });
  const call: Within['call'] = (service, operation, input, context) => spine.call(service, operation, input, context) as Promise<never>;
  return {
    vault,
    records,
    kms: (service) => kmsFor(service, parts),
    call,
    user: (name, ...statements) => newUser(vault, name, statements),
    [Symbol.asyncDispose]: () => vault.store.close(),
  };
}

async function newUser({ iam }: Vault, name: string, statements: readonly object[]): Promise<Caller> {
  const at = 'test:1';
  const document = { at, text: JSON.stringify({ Version: '2012-10-17', Statement: statements }) };
  const inline = statements.length > 0 ? [{ name: 'own', document }] : [];
  const user: SeedUser = { at, name, path: '/', policies: [], inline, tags: {}, groups: [], accessKeys: [] };
  await seedIdentities(iam, [{ at, id: ACCOUNT, policies: [], groups: [], users: [user], roles: [], oidcProviders: [] }], systemClock.now());
  const entity = (await iam.entities.find(ACCOUNT, 'user', name))!;
  const arn = iam.entities.arnOf(entity);
  const principal = { type: 'user' as const, account: ACCOUNT, arn, principalId: entity.id, origin: { arn, id: entity.id } };
  return mintCaller({ principal, account: ACCOUNT, region: REGION, accessKeyId: 'AKIAUSER' });
}
