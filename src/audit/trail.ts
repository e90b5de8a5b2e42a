/**
 * The audit stage of a request. The entry is made for every request that reached an operation, allowed or refused,
 * and the answer waits for `append`. The durable, chained CloudTrail journal will be a `Trail`; until then nothing
 * is kept.
 */
import type { Caller } from '../base/caller.ts';

export interface AuditEntry {
  readonly eventId: string;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  readonly sourceAddress: string;
  /** The fault's code, when the request was refused. */
  readonly errorCode: string | undefined;
}

export interface Trail {
  /** Resolves when the entry is durable. A rejection refuses the request. */
  append(entry: AuditEntry): Promise<void> | void;
}

export const noTrail: Trail = { append: () => undefined };
