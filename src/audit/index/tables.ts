/** The tables of the index. With SQLite they are a database of their own; it can be made anew from the journal. */
import type { CreateTableBuilder, Kysely } from 'kysely';
import { bytes, integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

export interface IndexTables {
  audit_blocks: AuditBlocksTable;
  audit_terms: AuditTermsTable;
  audit_lines: AuditLinesTable;
  audit_nodes: AuditNodesTable;
}

/** Whose journals are indexed here; `closed`: the last block of each, 0 before the first. */
export interface AuditNodesTable {
  node: string;
  closed: number;
}

/** A block: as `BlockHead`; `packed_events`: where they are and when they were (block.ts). */
export interface AuditBlocksTable {
  node: string;
  block: number;
  segment: number;
  start_offset: number;
  end_offset: number;
  events: number;
  min_time: number;
  max_time: number;
  min_id_time: number;
  max_id_time: number;
  packed_events: Buffer;
}

/** The terms of a block that fall into one bucket (postings.ts). The key has the order in which they are read: newest first. */
export interface AuditTermsTable {
  bucket: number;
  max_time: number;
  node: string;
  block: number;
  min_time: number;
  entries: Buffer;
}

/** With PostgreSQL: event lines of every node, for all to read; `first`: number in its block of the first event. */
export interface AuditLinesTable {
  node: string;
  block: number;
  first: number;
  segment: number;
  /** The first line's place in the segment, and, packed as in a block, those of all of them. */
  start_offset: number;
  packed_events: Buffer;
  /** Lines with their line feeds, gzip (RFC 1952). */
  lines: Buffer;
}

type ColumnType = Parameters<CreateTableBuilder<never>['addColumn']>[1];
type Kind = 'text' | 'integer' | 'bytes';

const NAME = { node: 'text', block: 'integer' } as const;

const TABLES: { readonly [table: string]: { readonly columns: Readonly<Record<string, Kind>>; readonly key: readonly string[] } } = {
  audit_nodes: { columns: { node: 'text', closed: 'integer' }, key: ['node'] },
  audit_blocks: {
    columns: {
      ...NAME,
      segment: 'integer',
      start_offset: 'integer',
      end_offset: 'integer',
      events: 'integer',
      min_time: 'integer',
      max_time: 'integer',
      min_id_time: 'integer',
      max_id_time: 'integer',
      packed_events: 'bytes',
    },
    key: ['node', 'block'],
  },
  audit_terms: {
    columns: { bucket: 'integer', max_time: 'integer', ...NAME, min_time: 'integer', entries: 'bytes' },
    key: ['bucket', 'max_time', 'node', 'block'],
  },
  audit_lines: {
    columns: { ...NAME, first: 'integer', segment: 'integer', start_offset: 'integer', packed_events: 'bytes', lines: 'bytes' },
    key: ['node', 'block', 'first'],
  },
};

async function createTables(db: Kysely<unknown>): Promise<void> {
  const types: Record<Kind, ColumnType> = { text: text(db), integer, bytes: bytes(db) };
  for (const [name, { columns, key }] of Object.entries(TABLES)) {
    let table = db.schema.createTable(name);
    for (const [column, kind] of Object.entries(columns)) table = table.addColumn(column, types[kind], (builder) => builder.notNull());
    await table.addPrimaryKeyConstraint(`${name}_pk`, key as never).execute();
  }
  await db.schema.createIndex('audit_blocks_by_id').on('audit_blocks').columns(['max_id_time', 'min_id_time']).execute();
  await db.schema.createIndex('audit_blocks_by_age').on('audit_blocks').column('max_time').execute();
}

export const indexMigrations: Migrations = {
  '2026-11-26-a-audit-index': { up: createTables },
};
