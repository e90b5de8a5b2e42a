/** Tables from lists of columns, for migrations. */
import type { CreateTableBuilder, Kysely } from 'kysely';
import { bytes, integer, text } from './columns.ts';

type ColumnKind = 'text' | 'integer' | 'bytes';
/** A column of the kind, optional where it ends in `?`. */
export type Columns = { readonly [name: string]: ColumnKind | `${ColumnKind}?` };

export async function createTable(db: Kysely<unknown>, name: string, columns: Columns, primaryKey: readonly string[]): Promise<void> {
  const types: Record<ColumnKind, Parameters<CreateTableBuilder<never>['addColumn']>[1]> = { text: text(db), integer, bytes: bytes(db) };
  let table = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(columns)) {
    const optional = kind.endsWith('?');
    const type = types[(optional ? kind.slice(0, -1) : kind) as ColumnKind];
    table = table.addColumn(column, type, (builder) => (optional ? builder : builder.notNull()));
  }
  await table.addPrimaryKeyConstraint(`${name}_pk`, primaryKey as never).execute();
}
