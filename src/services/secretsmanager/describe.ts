/** What DescribeSecret and ListSecrets show of a secret: members that have a value. */
import type { LastAccess } from './last-access.ts';
import { ofSecret, type Replica, type Rotation, type SecretRecord } from './secret-record.ts';
import type { ReplicationStatusType, SecretListEntry } from './types.ts';
import { DEFAULT_KEY } from './values.ts';

type Description = Omit<SecretListEntry, 'SecretVersionsToStages'>;

/** @param accessedAt the day of the last reading */
export function describeSecret({ row, arn, details }: SecretRecord, accessedAt: number | undefined): Description {
  const { description, kmsKeyId, tags, rotation, replicas } = details;
  return {
    ARN: arn,
    Name: row.name,
    Description: description || undefined,
    KmsKeyId: kmsKeyId,
    ...describeRotation(rotation),
    LastChangedDate: row.changed_at,
    LastAccessedDate: accessedAt,
    DeletedDate: row.deletion_at ?? undefined,
    Tags: tags.length > 0 ? tags : undefined,
    CreatedDate: row.created_at,
    PrimaryRegion: row.primary_region ?? (replicas && replicas.length > 0 ? row.region : undefined),
  };
}

function describeRotation(rotation: Rotation | undefined): Description {
  if (!rotation) return {};
  const { enabled, functionArn, rules, rotatedAt, nextBy } = rotation;
  return {
    RotationEnabled: enabled,
    RotationLambdaARN: functionArn,
    RotationRules: rules,
    LastRotatedDate: rotatedAt,
    NextRotationDate: enabled ? nextBy : undefined,
  };
}

/** @param uses when given, the last readings in the replicas' regions are shown, too */
export function describeReplicas(secret: SecretRecord, uses: LastAccess): Promise<ReplicationStatusType[]> {
  return Promise.all(
    (secret.details.replicas ?? []).map(async (replica) => ({
      ...replicaStatus(replica),
      LastAccessedDate: await uses.of({ ...ofSecret(secret.row), region: replica.region }),
    })),
  );
}

export const replicaStatus = ({ region, kmsKeyId, status, message }: Replica): ReplicationStatusType => ({
  Region: region,
  KmsKeyId: kmsKeyId ?? DEFAULT_KEY,
  Status: status,
  StatusMessage: message,
});
