/** Where imported material goes: first, again, or as the next one that waits for its rotation. */
import { DAY_MS } from '../../base/clock.ts';
import type { Unit } from '../../base/unit.ts';
import { keyMaterialId } from '../../crypto/material-id.ts';
import { firstMaterial } from './creation.ts';
import * as faults from './faults.ts';
import type { MaterialChange, NewMaterial } from './key-changes.ts';
import { isAssociated, isReplica, isSymmetricEncryption, type KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { ImportKeyMaterialRequest } from './types.ts';
import { AWAITED, isHere, READY } from './waiting-material.ts';

const EXPIRY_DAYS_MAX = 365;

type Expiry = Pick<NewMaterial, 'expiration_model' | 'valid_to'>;

/** @throws Fault ValidationException */
export function expiryOf(input: ImportKeyMaterialRequest, now: number): Expiry {
  const { ExpirationModel = 'KEY_MATERIAL_EXPIRES', ValidTo } = input;
  if (ExpirationModel === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (ValidTo !== undefined) {
      throw faults.validation('A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE');
    }
    return { expiration_model: ExpirationModel, valid_to: null };
  }
  if (ValidTo === undefined) {
    throw faults.validation('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  }
  if (ValidTo <= now || ValidTo > now + EXPIRY_DAYS_MAX * DAY_MS) {
    throw faults.validation(`The validTo date must be in the future and at most ${EXPIRY_DAYS_MAX} days away`);
  }
  return { expiration_model: ExpirationModel, valid_to: ValidTo };
}

/** Several materials, their ids and descriptions are for symmetric keys. @throws Fault ValidationException */
export function checkImportType(key: KeyRecord, input: ImportKeyMaterialRequest): void {
  const extras = input.ImportType ?? input.KeyMaterialDescription ?? input.KeyMaterialId;
  if (!isSymmetricEncryption(key) && extras !== undefined) {
    throw faults.validation(
      'ImportType, KeyMaterialDescription and KeyMaterialId can only be specified for symmetric encryption keys.',
    );
  }
  if (input.ImportType === 'NEW_KEY_MATERIAL' && input.KeyMaterialId !== undefined) {
    throw faults.validation('KeyMaterialId cannot be specified with ImportType NEW_KEY_MATERIAL.');
  }
}

export interface Import {
  readonly input: ImportKeyMaterialRequest;
  readonly material: Buffer;
  readonly expiry: Expiry;
}

/**
 * @returns the id of the material
 * @throws Fault IncorrectKeyMaterialException, KMSInvalidStateException
 */
export async function storeImport(kms: Kms, unit: Unit, key: KeyRecord, parts: Import): Promise<string> {
  const materialId = keyMaterialId(key.row.key_id, parts.material);
  const importType = parts.input.ImportType ?? (key.materials.length === 0 ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL');
  const demanded = parts.input.KeyMaterialId;
  if (demanded !== undefined && demanded !== materialId) throw faults.incorrectMaterial();
  if (importType === 'NEW_KEY_MATERIAL') await storeNew(kms, unit, key, materialId, parts);
  else await storeExisting(kms, unit, key, materialId, parts);
  return materialId;
}

/** Only the primary learns of new material; its replicas then wait for the same bytes. */
async function storeNew(kms: Kms, unit: Unit, key: KeyRecord, materialId: string, parts: Import): Promise<void> {
  if (isReplica(key)) throw faults.notPrimary(key.arn);
  if (key.materials.some((material) => material.material_id === materialId)) throw faults.incorrectMaterial();
  const waiting = key.materials.find((material) => !isAssociated(material));
  if (waiting) {
    throw faults.invalidState(
      `New key material (id: ${materialId}) cannot be imported into KMS key ${key.row.key_id}, ` +
        `because another key material (id: ${waiting.material_id}) is pending rotation.`,
    );
  }
  const [, ...replicas] = await kms.lifecycle.family(key);
  const first = key.materials.length === 0;
  const waitingState = (replicas.length > 0 ? AWAITED : READY).state;
  const added: NewMaterial = {
    ...firstMaterial(key.row.key_id, parts.material),
    ...parts.expiry,
    sequence: key.materials.length + 1,
    state: first ? 'CURRENT' : waitingState,
    description: parts.input.KeyMaterialDescription ?? null,
  };
  const change = first ? { current_material_id: materialId } : {};
  kms.changes.update(unit, key, { ...change, ...stateAfter(key, new Set([materialId])) }, {}, [added]);
  for (const replica of replicas) {
    const known = { ...added, material: undefined, expiration_model: null, valid_to: null };
    kms.changes.update(unit, replica, change, {}, [known]);
  }
}

/** The same bytes again: after a deletion or expiry, on a replica, or to change the expiry. */
async function storeExisting(kms: Kms, unit: Unit, key: KeyRecord, materialId: string, parts: Import): Promise<void> {
  const known = key.materials.find((material) => material.material_id === materialId);
  if (!known) throw faults.incorrectMaterial();
  const description = parts.input.KeyMaterialDescription;
  const change: MaterialChange = {
    ...parts.expiry,
    sealed: kms.changes.sealed(key.row, materialId, parts.material),
    ...(description === undefined ? {} : { description }),
  };
  const relatives = (await kms.lifecycle.family(key)).slice(1);
  const state = stateAfter(key, new Set([materialId]));
  if (known.state !== AWAITED.state) {
    kms.changes.update(unit, key, state, { [materialId]: change });
    return;
  }
  const everywhere = relatives.every((relative) => isHere(relative, materialId));
  kms.changes.update(unit, key, state, { [materialId]: { ...change, ...(everywhere ? READY : {}) } });
  // Changed in any case: of two regions that import at once, one must lose and look again, or neither would be the last.
  for (const relative of relatives) kms.changes.update(unit, relative, {}, everywhere ? { [materialId]: READY } : {});
}

/** A key that has all materials it needs is ready for use; one that already was keeps its state. */
function stateAfter(key: KeyRecord, imported: ReadonlySet<string>): { state?: 'Enabled' } {
  if (key.row.state !== 'PendingImport') return {};
  const complete = key.materials.every(
    (material) => !isAssociated(material) || material.sealed !== null || imported.has(material.material_id),
  );
  return complete ? { state: 'Enabled' } : {};
}
