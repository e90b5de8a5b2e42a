/** Events that Secrets Manager leaves by itself: user guide, "AWS CloudTrail entries for Secrets Manager". */
import type { ServiceEvent } from '../../base/audit.ts';
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { RESOURCE_TYPE } from './audit.ts';
import { ofSecret, type SecretRecord } from './secret-record.ts';
import type { SecretTables } from './tables.ts';

export type EventName = RotationEventName | DeletionEventName | ReplicationEventName;

type DeletionEventName = 'StartSecretVersionDelete' | 'CancelSecretVersionDelete' | 'EndSecretVersionDelete';

type ReplicationEventName = 'ReplicationStarted' | 'ReplicationSucceeded' | 'ReplicationFailed';

type RotationEventName =
  | 'RotationStarted'
  | 'RotationSucceeded'
  | 'RotationFailed'
  | 'RotationAbandoned'
  | 'TestRotationStarted'
  | 'TestRotationSucceeded'
  | 'TestRotationFailed';

export const secretEvent = ({ row, arn }: Pick<SecretRecord, 'row' | 'arn'>, eventName: EventName, more: object = {}): ServiceEvent => ({
  account: row.account,
  region: row.region,
  eventSource: 'secretsmanager.amazonaws.com',
  eventName,
  resources: [{ arn, account: row.account, type: RESOURCE_TYPE }],
  additionalEventData: { SecretId: arn, ...more },
});

/** An event for each version of the secret. */
export async function tellOfVersions(
  store: Store<SecretTables>,
  unit: Unit,
  secret: SecretRecord,
  eventName: DeletionEventName,
): Promise<void> {
  const versions = await store.db
    .selectFrom('secrets_versions')
    .select('version_id')
    .where((where) => where.and(ofSecret(secret.row)))
    .orderBy('created_at')
    .orderBy('version_id')
    .execute();
  for (const { version_id } of versions) unit.events.push(secretEvent(secret, eventName, { SecretVersionId: version_id }));
}
