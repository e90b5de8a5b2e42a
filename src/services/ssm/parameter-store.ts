/** What the operations of the service work with, put together once at start. */
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import type { KmsClient } from '../../base/kms-client.ts';
import type { Operation } from '../../base/operation.ts';
import type { Store } from '../../store/contract.ts';
import { Changes } from './changes.ts';
import { Expiry } from './expiry.ts';
import { Pages } from './pages.ts';
import { Parameters } from './parameters.ts';
import type { SsmTables, StoredTier } from './tables.ts';
import type { Operations } from './types.ts';
import { Values } from './values.ts';

/** Parameters that an account may have in a region. */
export type Quotas = { readonly [Tier in StoredTier]: number };

/** Service quotas of Systems Manager. */
const AWS_QUOTAS: Quotas = { Standard: 10_000, Advanced: 100_000 };

/** @param quota the operator's own, of each tier */
export const quotasOf = (quota: number | undefined): Quotas => (quota === undefined ? AWS_QUOTAS : { Standard: quota, Advanced: quota });

export interface ParameterStoreParts {
  readonly store: Store<SsmTables>;
  readonly clock: Clock;
  readonly kms: KmsClient;
  /** The service's own key. */
  readonly sealer: Sealer;
  /** For tokens of lists, which must not be forged. */
  readonly pageKey: Buffer;
  readonly quotas: Quotas;
}

export interface ParameterStore {
  readonly store: Store<SsmTables>;
  readonly parameters: Parameters;
  readonly changes: Changes;
  readonly values: Values;
  readonly expiry: Expiry;
  readonly pages: Pages;
  readonly quotas: Quotas;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target> = Operation<Operations[Name]['input'], Operations[Name]['output'], Target>;

export function createParameterStore(parts: ParameterStoreParts): ParameterStore {
  const { store, clock, quotas } = parts;
  const parameters = new Parameters(store);
  const changes = new Changes(store, parameters);
  const expiry = new Expiry({ store, clock, parameters, changes });
  const values = new Values(parts.sealer, parts.kms);
  return { store, parameters, changes, values, expiry, pages: new Pages(parts.pageKey), quotas };
}
