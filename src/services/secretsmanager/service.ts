/** The Secrets Manager service: its model and its operations. A line each; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import { secretsAudit } from './audit.ts';
import model from './model.json' with { type: 'json' };
import { batchGetSecretValue } from './operations/batch-get-secret-value.ts';
import { cancelRotateSecret } from './operations/cancel-rotate-secret.ts';
import { createSecret } from './operations/create-secret.ts';
import { deleteResourcePolicy } from './operations/delete-resource-policy.ts';
import { deleteSecret } from './operations/delete-secret.ts';
import { describeSecret } from './operations/describe-secret.ts';
import { getRandomPassword } from './operations/get-random-password.ts';
import { getResourcePolicy } from './operations/get-resource-policy.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { listSecretVersionIds } from './operations/list-secret-version-ids.ts';
import { listSecrets } from './operations/list-secrets.ts';
import { putResourcePolicy } from './operations/put-resource-policy.ts';
import { putSecretValue } from './operations/put-secret-value.ts';
import { removeRegionsFromReplication } from './operations/remove-regions-from-replication.ts';
import { replicateSecretToRegions } from './operations/replicate-secret-to-regions.ts';
import { restoreSecret } from './operations/restore-secret.ts';
import { rotateSecret } from './operations/rotate-secret.ts';
import { stopReplicationToReplica } from './operations/stop-replication-to-replica.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts';
import { updateSecret } from './operations/update-secret.ts';
import { validateResourcePolicy } from './operations/validate-resource-policy.ts';
import type { Op, SecretsManager } from './secrets-manager.ts';
import type { Operations } from './types.ts';

/** A value of 64 KB, each character of it escaped, is what needs room. */
const VALUE_BYTES_MAX = 524_288;
const BYTES_MAX = 262_144;
const VALUES: ReadonlySet<string> = new Set<keyof Operations>(['CreateSecret', 'PutSecretValue', 'UpdateSecret']);

export function secretsManagerService(sm: SecretsManager): ServiceDefinition {
  return {
    name: 'secretsmanager',
    model: model as never,
    operations: operations(sm),
    audit: secretsAudit,
    internalFault: 'InternalServiceError',
    bodyBytesMax: (operation) => (VALUES.has(operation) ? VALUE_BYTES_MAX : BYTES_MAX),
  };
}

type Table = { readonly [Name in keyof Operations]: Op<Name, unknown> };

function operations(sm: SecretsManager): Table {
  return {
    BatchGetSecretValue: batchGetSecretValue(sm),
    CancelRotateSecret: cancelRotateSecret(sm),
    CreateSecret: createSecret(sm),
    DeleteResourcePolicy: deleteResourcePolicy(sm),
    DeleteSecret: deleteSecret(sm),
    DescribeSecret: describeSecret(sm),
    GetRandomPassword: getRandomPassword(),
    GetResourcePolicy: getResourcePolicy(sm),
    GetSecretValue: getSecretValue(sm),
    ListSecretVersionIds: listSecretVersionIds(sm),
    ListSecrets: listSecrets(sm),
    PutResourcePolicy: putResourcePolicy(sm),
    PutSecretValue: putSecretValue(sm),
    RemoveRegionsFromReplication: removeRegionsFromReplication(sm),
    ReplicateSecretToRegions: replicateSecretToRegions(sm),
    RestoreSecret: restoreSecret(sm),
    RotateSecret: rotateSecret(sm),
    StopReplicationToReplica: stopReplicationToReplica(sm),
    TagResource: tagResource(sm),
    UntagResource: untagResource(sm),
    UpdateSecret: updateSecret(sm),
    UpdateSecretVersionStage: updateSecretVersionStage(sm),
    ValidateResourcePolicy: validateResourcePolicy(sm),
  };
}
