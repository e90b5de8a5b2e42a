/** From what is known of a request to its records: one for the caller's account, and a copy for each owner besides. */
import type { AuditFacts, AuditRecord, AuditRule } from '../../base/audit.ts';
import type { Fault } from '../../base/errors.ts';

export interface AuditedRequest {
  /** The signing name: `kms`. */
  readonly service: string;
  readonly operation: string;
  readonly rule: AuditRule;
  readonly facts: AuditFacts;
  /** Why it was refused. */
  readonly fault: Fault | undefined;
  /** When it was completed, milliseconds since 1970. */
  readonly time: number;
}

export function requestRecords(_request: AuditedRequest): AuditRecord[] {
  return [];
}
