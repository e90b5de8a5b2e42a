/**
 * Events in the audit trail that no request alone accounts for: what happens to keys by itself, and what a request does
 * to a key in other regions than its own. KMS developer guide, "AWS KMS log entries".
 */
import { type LoggedMembers, LoggedValues } from '../../audit/records/logged-values.ts';
import type { AuditResource, ServiceEvent } from '../../base/audit.ts';
import type { RequestContext } from '../../base/operation.ts';
import { randomUuid } from '../../crypto/random.ts';
import { isPrimary, type KeyRecord } from './key-record.ts';
import model from './model.json' with { type: 'json' };
import type { KeyMetadata, RotationType, UpdatePrimaryRegionRequest } from './types.ts';

export const RESOURCE_TYPE = 'AWS::KMS::Key';
const EVENT_SOURCE = 'kms.amazonaws.com';

export const keyResource = ({ arn, row: { account } }: KeyRecord): AuditResource => ({ arn, account, type: RESOURCE_TYPE });

/** @param more `serviceEventDetails` and the like */
export const keyEvent = (eventName: string, key: KeyRecord, more: Partial<ServiceEvent> = {}): ServiceEvent => ({
  account: key.row.account,
  region: key.row.region,
  eventSource: EVENT_SOURCE,
  eventName,
  resources: [keyResource(key)],
  ...more,
});

export const materialExpired = (key: KeyRecord, keyMaterialId: string): ServiceEvent =>
  keyEvent('DeleteExpiredKeyMaterial', key, { serviceEventDetails: { keyId: key.row.key_id, keyMaterialId } });

/** @param family the key that rotates, then its relatives, all as they were before */
export function rotated(family: readonly KeyRecord[], currentKeyMaterialId: string, rotationType: RotationType): ServiceEvent[] {
  const key = family[0]!;
  const { key_id: keyId, origin: keyOrigin } = key.row;
  const previousKeyMaterialId = key.current?.material_id;
  const serviceEventDetails = { rotationType, keyOrigin, previousKeyMaterialId, currentKeyMaterialId, keyId };
  return [keyEvent('RotateKey', key, { serviceEventDetails }), ...synchronized(family)];
}

export const keyDeleted = (key: KeyRecord): ServiceEvent =>
  keyEvent('DeleteKey', key, { responseElements: { keyId: key.arn } });

/** What relatives share was copied to them: it is the primary's event, and names none of them. */
export function synchronized(family: readonly KeyRecord[]): ServiceEvent[] {
  const primary = family.find(isPrimary);
  if (!primary || family.length === 1) return [];
  const responseElements = { keyId: primary.arn };
  return [keyEvent('SynchronizeMultiRegionKey', primary, { requestId: randomUuid(), responseElements })];
}

/** Of ReplicateKey: the key that it made, where that is. */
export function replicaCreated(replica: KeyRecord, request: RequestContext, keyMetadata: KeyMetadata): ServiceEvent {
  const { description, origin, spec, key_usage: keyUsage } = replica.row;
  const requestParameters = { description, origin, keySpec: spec, customerMasterKeySpec: spec, keyUsage, multiRegion: true };
  const responseElements = { keyMetadata: createdMetadata(keyMetadata) };
  return keyEvent('CreateKey', replica, { request, requestParameters, responseElements });
}

const values = new LoggedValues(model as never, {});

/** CreateKey spells the account otherwise than all other events. */
export function createdMetadata(keyMetadata: KeyMetadata): object {
  const { aWSAccountId: AWSAccountId, ...rest } = values.of('KeyMetadata')(keyMetadata) as LoggedMembers;
  return { AWSAccountId, ...rest };
}

/** Of UpdatePrimaryRegion: the same in the region that has the primary key from now on. */
export function becamePrimary(key: KeyRecord, request: RequestContext, input: UpdatePrimaryRegionRequest): ServiceEvent {
  const requestParameters = { keyId: input.KeyId, primaryRegion: input.PrimaryRegion };
  const shown = { resources: undefined, requestParameters, responseElements: { keyId: key.arn } };
  return keyEvent('UpdatePrimaryRegion', key, { request, ...shown });
}
