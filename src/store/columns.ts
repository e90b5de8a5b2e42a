/**
 * Column types for migrations, so that one migration serves every engine. What a column holds:
 * - `text`: Unicode, ordered by its bytes on both engines, so that lists page in one order everywhere
 * - `integer`: whole numbers below 2^53: counts, versions, flags 0/1, times in milliseconds since 1970
 * - `bytes`: read as `Buffer`
 */
import { type ColumnDataType, type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';

/** SQLite gives INTEGER affinity to any type with INT in its name (sqlite.org/datatype3.html 3.1). */
export const integer = 'bigint' satisfies ColumnDataType;

export const bytes = (db: Kysely<unknown>): ColumnDataType => (isPostgres(db) ? 'bytea' : 'blob');

/** The database's own collation may order by language (PostgreSQL 24.2); SQLite's default is by bytes already. */
export const text = (db: Kysely<unknown>): ColumnDataType | RawBuilder<string> =>
  isPostgres(db) ? sql<string>`text collate "C"` : 'text';

const isPostgres = (db: Kysely<unknown>): boolean => db.getExecutor().adapter instanceof PostgresAdapter;
