/** What the deliveries of one trail are made with. */
import type { Clock } from '../../base/clock.ts';
import type { DigestSigner } from '../journal/digest-signer.ts';
import type { Position } from '../journal/format.ts';
import type { Courier } from './courier.ts';
import type { KeyMaker } from './courier-tasks.ts';
import type { KnownDelivery, ProgressRows } from './progress.ts';

/** What delivery needs of the journal. */
export interface DeliveredJournal {
  readonly id: string;
  readonly directory: string;
  /** The end of what is durable, once everything that was appended before is. */
  settled(): Promise<Position>;
}

export interface LineParts {
  readonly rows: ProgressRows;
  readonly journal: DeliveredJournal;
  readonly courier: Courier;
  readonly signer: DigestSigner;
  readonly clock: Clock;
  readonly periods: Periods;
  readonly keyMaker: (line: KnownDelivery) => KeyMaker;
  readonly report: (error: unknown) => void;
}

/** Milliseconds. */
export interface Periods {
  readonly delivery: number;
  readonly digest: number;
}

/** As GetTrailStatus shows what went wrong. */
export const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'InternalError';
