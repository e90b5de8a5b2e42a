/**
 * The integrated services. A further one is a folder beside the others and a line in `SERVICE_MODULES`; IAM, STS and
 * CloudTrail, which all others rest on, are wired by hand (assembly/) and have their keys here alone.
 */
import type { Clock } from '../base/clock.ts';
import type { IntegratedService, Sealer } from '../base/integrated-service.ts';
import type { KmsClient } from '../base/kms-client.ts';
import type { Ask, RequestContext } from '../base/operation.ts';
import type { Seed } from '../base/seed.ts';
import type { ServiceWork } from '../base/server-work.ts';
import type { CommitUnit } from '../base/unit.ts';
import type { ServiceDefinition } from '../protocol/service.ts';
import type { Store } from '../store/contract.ts';
import type { Migrations } from '../store/migrate.ts';
import { cloudTrailIntegration } from './cloudtrail/integration.ts';
import { iamIntegration } from './iam/integration.ts';
import { secretsManagerModule } from './secretsmanager/module.ts';
import { parameterStoreModule } from './ssm/module.ts';
import { stsIntegration } from './sts/integration.ts';

/** A service that is put together by what it says of itself. */
export interface ServiceModule {
  readonly integration: IntegratedService;
  readonly migrations: Migrations;
  assemble(parts: ModuleParts): AssembledModule;
}

/** What there is to take; each service names what it takes of it. */
export interface ModuleParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly kms: KmsClient;
  /** Under one of the service's AWS owned keys, by its name. */
  readonly sealer: (name: string) => Sealer;
  /** A key of 32 bytes for a purpose, stable over restarts. */
  readonly derive: (purpose: string) => Buffer;
  /** Of the policy engine, for resource policies. */
  readonly guard: {
    problemOf(text: string): 'syntax' | 'principal' | 'service-principal' | undefined;
    stored(text: string): Promise<string | { readonly unknown: string }>;
    shown(text: string): Promise<string>;
    allows(context: RequestContext, ask: Ask): Promise<boolean>;
  };
  /** An operation of the service itself, as if it were a request of its own. */
  readonly perform: (operation: string, input: unknown, context: RequestContext) => Promise<unknown>;
  /** For what the service does by itself. */
  readonly commit: CommitUnit;
  /** Of this server, once it listens. */
  readonly endpoint: () => string | undefined;
  readonly report: (error: unknown) => void;
  /** What the operator has set. */
  readonly settings: {
    readonly parameterQuota?: number | undefined;
    readonly rotationFunctions?: readonly { readonly name: string; readonly target: string }[] | undefined;
  };
}

export interface AssembledModule {
  readonly definition: ServiceDefinition;
  readonly work: ServiceWork;
  /** What a seed file asks for. @param ask one operation of the service as the owner of an account */
  seed?(seed: Seed, ask: (operation: string) => (account: string, region: string, input: object) => Promise<unknown>): Promise<void>;
}

export const SERVICE_MODULES: readonly ServiceModule[] = [secretsManagerModule, parameterStoreModule];

export const INTEGRATED_SERVICES: readonly IntegratedService[] = [
  iamIntegration,
  stsIntegration,
  cloudTrailIntegration,
  ...SERVICE_MODULES.map(({ integration }) => integration),
];
