/** KeyMetadata, as CreateKey, DescribeKey and ReplicateKey show it. */
import { keyArn } from '../../base/arn.ts';
import { isAssociated, isManaged, type KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { KeyMetadata, MultiRegionConfiguration } from './types.ts';

type Algorithms = Pick<
  KeyMetadata,
  'EncryptionAlgorithms' | 'SigningAlgorithms' | 'MacAlgorithms' | 'KeyAgreementAlgorithms' | 'EncapsulationAlgorithms'
>;

const ALGORITHM_FIELDS = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
  KEY_AGREEMENT: 'KeyAgreementAlgorithms',
  ENCAPSULATE_DECAPSULATE: 'EncapsulationAlgorithms',
} as const;

export function algorithmsOf(key: KeyRecord): Algorithms {
  const usage = key.row.key_usage;
  return { [ALGORITHM_FIELDS[usage]]: key.spec.usages[usage] } as Algorithms;
}

export async function metadataOf(kms: Kms, key: KeyRecord): Promise<KeyMetadata> {
  const regions = key.row.multi_region ? await kms.keys.relatedRegions(key) : [];
  return metadata(key, regions);
}

/** @param regions in which the key and its relatives are; none for a single-Region key */
export function metadata(key: KeyRecord, regions: readonly string[]): KeyMetadata {
  const { row } = key;
  return {
    AWSAccountId: row.account,
    KeyId: row.key_id,
    Arn: key.arn,
    CreationDate: row.created_at,
    Enabled: row.state === 'Enabled',
    Description: row.description,
    KeyUsage: row.key_usage,
    KeyState: row.state,
    DeletionDate: row.state === 'PendingDeletion' ? (row.deletion_at ?? undefined) : undefined,
    ...importFields(key),
    Origin: row.origin,
    KeyManager: isManaged(key) ? 'AWS' : 'CUSTOMER',
    CustomerMasterKeySpec: row.spec as never,
    KeySpec: row.spec,
    ...algorithmsOf(key),
    MultiRegion: row.multi_region === 1,
    MultiRegionConfiguration: row.multi_region ? multiRegion(key, regions) : undefined,
    PendingDeletionWindowInDays:
      row.state === 'PendingReplicaDeletion' ? (row.pending_window_days ?? undefined) : undefined,
    CurrentKeyMaterialId: row.spec === 'SYMMETRIC_DEFAULT' ? (row.current_material_id ?? undefined) : undefined,
  };
}

/** The earliest expiry among the materials that the key keeps counts; material that is gone has none. */
function importFields(key: KeyRecord): Pick<KeyMetadata, 'ExpirationModel' | 'ValidTo'> {
  const models = key.materials.filter((material) => isAssociated(material) && material.sealed && material.expiration_model);
  if (models.length === 0) return {};
  const dates = models.map((material) => material.valid_to).filter((date) => date !== null);
  if (dates.length > 0) return { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: Math.min(...dates) };
  return { ExpirationModel: models[models.length - 1]!.expiration_model! };
}

function multiRegion(key: KeyRecord, regions: readonly string[]): MultiRegionConfiguration {
  const { account, key_id, primary_region, region } = key.row;
  const place = (name: string) => ({ Arn: keyArn(name, account, key_id), Region: name });
  return {
    MultiRegionKeyType: primary_region === region ? 'PRIMARY' : 'REPLICA',
    PrimaryKey: place(primary_region!),
    ReplicaKeys: regions.filter((name) => name !== primary_region).map(place),
  };
}
