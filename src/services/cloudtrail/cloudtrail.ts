/** What the operations of the service work with, put together once at start. */
import type { TrailDeliveries } from '../../audit/delivery/contract.ts';
import type { EventLookup } from '../../base/audit.ts';
import type { KmsClient } from '../../base/kms-client.ts';
import type { Operation } from '../../base/operation.ts';
import { hmacSha256 } from '../../crypto/hmac.ts';
import type { Keyring } from '../../keyring/contract.ts';
import type { Store } from '../../store/contract.ts';
import { Pages } from './pages.ts';
import type { CloudTrailTables } from './tables.ts';
import { Trails } from './trails.ts';
import type { Operations, PublicKey } from './types.ts';

export interface CloudTrailParts {
  readonly store: Store<CloudTrailTables>;
  readonly keyring: Keyring;
  readonly deliveries: TrailDeliveries;
  readonly kms: KmsClient;
  /** For LookupEvents. */
  readonly events: EventLookup;
  /** Keys that digests are signed with, or were. */
  readonly publicKeys: () => readonly Required<PublicKey>[];
}

export interface CloudTrail extends Omit<CloudTrailParts, 'keyring'> {
  readonly trails: Trails;
  readonly pages: Pages;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target = unknown> = Operation<
  Operations[Name]['input'],
  Operations[Name]['output'],
  Target
>;

/** The operations of a family, by their names. */
export type Family<Name extends keyof Operations> = { readonly [N in Name]: Op<N> };

export function createCloudTrail({ keyring, ...parts }: CloudTrailParts): CloudTrail {
  const key = keyring.derive('cloudtrail list markers');
  return { ...parts, trails: new Trails(parts.store), pages: new Pages((data) => hmacSha256(key, data)) };
}
