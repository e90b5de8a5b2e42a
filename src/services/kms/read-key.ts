/**
 * A key and its materials, read in one statement. Between two, a commit of another request could come: the key as it
 * was, with materials as they are, is a key that never existed.
 */
import type { Kysely } from 'kysely';
import type { KeyCoordinates } from './key-record.ts';
import type { KeyMaterialRow, KeyRow, KmsTables } from './tables.ts';

const KEY_COLUMNS = [
  'account', 'region', 'key_id', 'version', 'spec', 'key_usage', 'origin', 'state', 'description', 'created_at',
  'deletion_at', 'pending_window_days', 'multi_region', 'primary_region', 'rotation_enabled', 'rotation_period_days',
  'next_rotation_at', 'on_demand_rotations', 'current_material_id', 'due_at', 'managed_by', 'policy',
] as const;
const MATERIAL_COLUMNS = [
  'account', 'region', 'key_id', 'material_id', 'sequence', 'state', 'sealed', 'description', 'expiration_model',
  'valid_to', 'rotated_at', 'rotation_type',
] as const satisfies readonly (keyof KeyMaterialRow)[];

export interface StoredKey {
  readonly row: KeyRow;
  /** In order of association. */
  readonly materials: readonly KeyMaterialRow[];
}

export async function readKey(db: Kysely<KmsTables>, { account, region, key_id }: KeyCoordinates): Promise<StoredKey | undefined> {
  const joined = await db
    .selectFrom('kms_keys as key')
    .leftJoin('kms_key_materials as material', (join) =>
      join
        .onRef('material.account', '=', 'key.account')
        .onRef('material.region', '=', 'key.region')
        .onRef('material.key_id', '=', 'key.key_id'),
    )
    .select(KEY_COLUMNS.map((column) => `key.${column} as key_${column}` as const))
    .select(MATERIAL_COLUMNS.map((column) => `material.${column} as material_${column}` as const))
    .where((where) => where.and({ 'key.account': account, 'key.region': region, 'key.key_id': key_id }))
    .orderBy('material.sequence')
    .execute();
  if (joined.length === 0) return undefined;
  const materials = joined.filter((row) => row.material_material_id !== null);
  return {
    row: part(joined[0]!, 'key', KEY_COLUMNS),
    materials: materials.map((row) => part(row, 'material', MATERIAL_COLUMNS)),
  };
}

/** The columns of one of the two tables, under their own names. */
function part<Row>(joined: { readonly [column: string]: unknown }, table: string, columns: readonly (keyof Row & string)[]): Row {
  return Object.fromEntries(columns.map((column) => [column, joined[`${table}_${column}`]])) as Row;
}
