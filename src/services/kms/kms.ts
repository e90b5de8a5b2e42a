/** What the operations of the service work with, put together once at start. */
import type { Clock } from '../../base/clock.ts';
import type { IntegratedService } from '../../base/integrated-service.ts';
import type { Operation } from '../../base/operation.ts';
import type { CommitUnit } from '../../base/unit.ts';
import type { Keyring } from '../../keyring/contract.ts';
import type { Store } from '../../store/contract.ts';
import { Grants } from './grants.ts';
import { KeyChanges } from './key-changes.ts';
import { Keys } from './keys.ts';
import { LastUsage } from './last-usage.ts';
import { Lifecycle } from './lifecycle.ts';
import { ManagedKeys } from './managed-keys.ts';
import { Materials } from './materials.ts';
import { Pages } from './pages.ts';
import type { PolicyGuard } from './policy.ts';
import type { KmsTables } from './tables.ts';
import type { Operations } from './types.ts';

/** The keys and their caches: what there is before there are operations. */
export interface KeyCore {
  readonly store: Store<KmsTables>;
  readonly keyring: Keyring;
  readonly keys: Keys;
  readonly materials: Materials;
  readonly grants: Grants;
  readonly changes: KeyChanges;
}

export interface Kms extends KeyCore {
  readonly managed: ManagedKeys;
  readonly lifecycle: Lifecycle;
  readonly lastUsage: LastUsage;
  readonly pages: Pages;
  readonly guard: PolicyGuard;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target> = Operation<
  Operations[Name]['input'],
  Operations[Name]['output'],
  Target
>;

export function keyCore(store: Store<KmsTables>, keyring: Keyring): KeyCore {
  const keys = new Keys(store);
  const materials = new Materials(keyring, (key) => keys.holds(key));
  const grants = new Grants(store, keyring);
  return { store, keyring, keys, materials, grants, changes: new KeyChanges(store, keyring, keys, materials, grants) };
}

export interface KmsParts {
  readonly clock: Clock;
  readonly guard: PolicyGuard;
  /** For what happens to keys by itself. */
  readonly commit: CommitUnit;
  /** Those that have keys in customers' accounts. */
  readonly services?: readonly IntegratedService[];
}

export function createKms(core: KeyCore, { clock, guard, commit, services = [] }: KmsParts): Kms {
  const managed = new ManagedKeys(core, services);
  const lastUsage = new LastUsage(core.store);
  const lifecycle = new Lifecycle({ ...core, commit, clock, lastUsage });
  const pages = new Pages(core.keyring.derive('kms list markers'));
  return { ...core, managed, lifecycle, lastUsage, pages, guard };
}
