/** What a failure of PostgreSQL means to the store. Its message and detail may quote values, so neither is repeated. */
import { DatabaseError } from 'pg';
import { WriteConflict } from '../../base/errors.ts';
import { StoreUnavailable } from '../errors.ts';

/** SQLSTATEs (PostgreSQL appendix A) of somebody having been first. */
const CONFLICTS = new Set([
  '23503', // foreign_key_violation: the row that was meant existed when the operation read it
  '23505', // unique_violation
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: another unit has held the row for too long
]);

/** Classes of the surroundings: connection, resources, operator intervention, system error; 25006: a standby. */
const UNAVAILABLE = /^(08|53|57|58|XX|25006)/;

/** The error for a unit that was not committed, or of which that is not known. */
export function toCommitError(error: unknown): Error {
  if (error instanceof WriteConflict || error instanceof StoreUnavailable) return error;
  if (!(error instanceof DatabaseError)) return toUnavailable(error);
  const code = error.code ?? '';
  if (CONFLICTS.has(code)) return new WriteConflict(describe(error));
  if (UNAVAILABLE.test(code)) return new StoreUnavailable(describe(error));
  return new Error(`the database refused a statement: ${describe(error)}`);
}

/** Anything that is not an answer of the database came from the way there. */
export function toUnavailable(error: unknown): StoreUnavailable {
  if (error instanceof DatabaseError) return new StoreUnavailable(describe(error));
  const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : 'unknown';
  return new StoreUnavailable(`PostgreSQL cannot be reached: ${reason}`);
}

const describe = ({ code, table, column, constraint }: DatabaseError): string =>
  [`SQLSTATE ${code}`, table, column, constraint].filter((part) => part !== undefined).join(', ');
