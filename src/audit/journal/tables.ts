/** The journal's tables, as Kysely sees them. */
import type { Flag } from '../../store/contract.ts';

export interface AuditTables {
  audit_intents: AuditIntentRow;
  audit_heads: AuditHeadRow;
}

/**
 * Written with the change that the intent of this id stands for: that it is there says that the change is. A row with
 * `void` says that it is not and never will be. Rows go when the journal itself says so.
 */
export interface AuditIntentRow {
  id: string;
  /** The journal that the intent stands in. */
  journal: string;
  void: Flag;
}

/** The last signed segment of each journal: so that removing a journal's last files is found, too. */
export interface AuditHeadRow {
  journal: string;
  segment: number;
  /** The segment's last hash, and its digest's signature. */
  hash: string;
  signature: string;
}
