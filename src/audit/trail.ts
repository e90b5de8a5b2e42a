/**
 * The audit stage of a request. The records of every request that reached an operation, allowed or refused, are durable
 * before its answer leaves; a change and its records are kept both or not at all.
 */
import type { AuditRecord } from '../base/audit.ts';
import type { Unit } from '../base/unit.ts';

export interface Trail {
  /**
   * For requests that change nothing, or were refused.
   * @returns when the records are durable
   * @throws TrailUnavailable when they cannot be written: the request is refused
   */
  append(records: readonly AuditRecord[]): Promise<void> | void;
  /**
   * Commits a unit's writes together with the records of the request that made them.
   * @throws TrailUnavailable when the records cannot be written: then nothing was changed
   * @throws WriteConflict as `Store.commit`: then there is no record either
   */
  commit(unit: Unit, records: readonly AuditRecord[]): Promise<void>;
  /** A request that was refused before anybody knew whose it was, which no account's trail shows. */
  countUnrecorded(code: string): void;
}

/** The disk (or what holds the journal) is full, failing or gone. */
export class TrailUnavailable extends Error {
  override readonly name = 'TrailUnavailable';
}
