/** The one source of time. No other file of the project calls `Date.now()` or `new Date()` for the present. */
export interface Clock {
  /** The present, in milliseconds since 1970 (UTC). */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved (`--clock manual`). */
export class ManualClock implements Clock {
  #now: number;

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  /** @throws RangeError when asked to go back: stored due dates would fire twice. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError('a clock only moves forward');
    this.#now += milliseconds;
  }
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
