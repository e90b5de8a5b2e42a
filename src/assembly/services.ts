/** The services, each with what it needs of the others: the one place where they meet. */
import type { TrailDelivery } from '../audit/delivery/delivery.ts';
import type { DeliveredJournal } from '../audit/delivery/line-parts.ts';
import { callerIn, serviceCaller } from '../authn/service-principal.ts';
import type { Authority } from '../authz/authorise.ts';
import { contextKeysOf } from '../authz/context-keys.ts';
import { policyErrorOf, problemOf } from '../authz/problem.ts';
import { simulate } from '../authz/simulate.ts';
import { statementPositions } from '../authz/statement-positions.ts';
import type { EventLookup } from '../base/audit.ts';
import type { Clock } from '../base/clock.ts';
import type { IntegratedService } from '../base/integrated-service.ts';
import type { KmsClient } from '../base/kms-client.ts';
import type { ServiceWork } from '../base/server-work.ts';
import type { CommitUnit } from '../base/unit.ts';
import type { TrentConfig } from '../config.ts';
import type { ServiceDefinition } from '../protocol/service.ts';
import type { Spine } from '../request.ts';
import { cloudTrailService } from '../services/cloudtrail/service.ts';
import { cloudTrailWork } from '../services/cloudtrail/work.ts';
import { type AssembledModule, INTEGRATED_SERVICES, SERVICE_MODULES, type ServiceModule } from '../services/integrated-services.ts';
import { kmsClientOf } from '../services/kms-client.ts';
import { iamService } from '../services/iam/service.ts';
import type { SimulatorTools } from '../services/iam/simulator.ts';
import { stsDirectory } from '../services/iam/sts-directory.ts';
import { iamWork } from '../services/iam/work.ts';
import { createKms, type Kms } from '../services/kms/kms.ts';
import type { PolicyGuard } from '../services/kms/policy.ts';
import { kmsService } from '../services/kms/service.ts';
import { simulatedKey } from '../services/kms/simulation.ts';
import { kmsWork } from '../services/kms/work.ts';
import { stsService } from '../services/sts/service.ts';
import { createSts, type Sts } from '../services/sts/sts.ts';
import { assembleCloudTrail } from './cloudtrail.ts';
import type { Vault } from './vault.ts';

export interface ServicesParts {
  readonly config: TrentConfig;
  readonly vault: Vault;
  readonly authority: Authority;
  readonly clock: Clock;
  /** Calls of one service to another go through the spine, which is made of the services. */
  readonly perform: Spine['call'];
  /** For what services do by themselves: a unit's writes and the records of its events (`Unit.events`), both or neither. */
  readonly commit: CommitUnit;
  readonly events: EventLookup;
  readonly journal: DeliveredJournal;
  /** Of this server, once it listens. */
  readonly endpoint: () => string | undefined;
  readonly report: (error: unknown) => void;
}

export interface Services {
  readonly kms: Kms;
  readonly sts: Sts;
  /** By their names. */
  readonly modules: ReadonlyMap<string, AssembledModule>;
  readonly delivery: TrailDelivery;
  readonly definitions: readonly ServiceDefinition[];
  readonly work: readonly ServiceWork[];
  readonly perform: Spine['call'];
}

export function assembleServices(parts: ServicesParts): Services {
  const { config, vault, clock } = parts;
  const { iam, keys, ownedKeys } = vault;
  const kms = createKms(keys, { clock, guard: policyGuard(parts), commit: parts.commit, services: INTEGRATED_SERVICES });
  kms.lifecycle.whenSettled((key) => ownedKeys.settled(key));
  const sts = createSts({
    directory: stsDirectory(iam),
    sealer: ownedKeys.sealer('sts', 'session-tokens'),
    clock,
    problemOf: (text) => problemOf(text, 'session'),
    keySets: config.oidcKeys ?? [],
  });
  const modules = new Map(SERVICE_MODULES.map((module) => [module.integration.name, assembleModule(module, parts)]));
  const assembled = [...modules.values()];
  const { cloudtrail, delivery } = assembleCloudTrail(parts);
  return {
    perform: parts.perform,
    kms,
    sts,
    modules,
    definitions: [
      kmsService(kms),
      iamService(iam, simulatorTools(kms)),
      stsService(sts),
      cloudTrailService(cloudtrail),
      ...assembled.map(({ definition }) => definition),
    ],
    delivery,
    work: [kmsWork(kms), cloudTrailWork(cloudtrail), delivery, { late: [ownedKeys] }, iamWork(iam), ...assembled.map(({ work }) => work)],
  };
}

function assembleModule({ integration, assemble }: ServiceModule, parts: ServicesParts): AssembledModule {
  const { vault, clock, authority, perform, commit, endpoint, report } = parts;
  const { name } = integration;
  return assemble({
    store: vault.store,
    clock,
    kms: kmsFor(integration, parts),
    sealer: (key) => vault.ownedKeys.sealer(name, key),
    derive: (purpose) => vault.keyring.derive(purpose),
    guard: {
      ...policyGuard(parts),
      problemOf: (text) => policyErrorOf(text, 'resource')?.kind,
      allows: (context, ask) => authority.allows(context, ask),
    },
    perform: (operation, input, context) => perform(name, operation, input, context),
    commit,
    endpoint,
    report,
    settings: parts.config,
  });
}

/** What services with resource policies need of the policy engine, and of who there is. */
const policyGuard = ({ vault, authority }: ServicesParts): PolicyGuard => ({
  problemOf: (text) => problemOf(text, 'resource'),
  mayPutKeyPolicy: (context, key, policy) => authority.mayPutKeyPolicy(context, key, policy),
  stored: (text) => vault.iam.principals.stored(text),
  shown: (text) => vault.iam.principals.shown(text),
  storedPrincipal: (principal) => vault.iam.principals.storedOne(principal),
  shownPrincipal: (principal) => vault.iam.principals.shownOne(principal),
});

const simulatorTools = (kms: Kms): SimulatorTools => ({
  contextKeysOf,
  statementPositions,
  simulate,
  findKey: (arn, action, context) => simulatedKey(kms, arn, action, context),
});

/** KMS as an integrated service calls it. */
export const kmsFor = (service: IntegratedService, { perform, clock }: ServicesParts): KmsClient =>
  kmsClientOf(service, { perform, serviceCaller, callerIn, clock });
