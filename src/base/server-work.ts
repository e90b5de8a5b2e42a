/** What services do besides answering: work that falls due by the clock, rows that are written late, emptying. */
import type { Unit } from './unit.ts';

/** Happens when its time has come: rotation, deletion, expiry. The manual clock stops at each of these moments. */
export interface DueWork {
  /** When something is due next, milliseconds since 1970; `undefined` when nothing waits. */
  nextDue(): Promise<number | undefined>;
  /** Does all that is due by now. One thing that cannot be done must not hold up the others: it is reported, and tried again. */
  runDue(report: (error: unknown) => void): Promise<void>;
}

/** What waits to be written. */
export interface Flushable {
  flush(): Promise<void>;
}

/** A service's share in the server's life. */
export interface ServiceWork {
  readonly due?: DueWork | undefined;
  readonly late?: readonly Flushable[] | undefined;
  /** Emulator's reset: puts the deletion of all of its rows into the unit, and the forgetting of what is cached. */
  reset?(unit: Unit): Promise<void> | void;
  /** After the last request. */
  stop?(): Promise<void> | void;
}
